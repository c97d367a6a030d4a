// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import IssuerKit
import JOSE
import Testing

@testable import NetworkServer

/// Telling an issuer again what it was told (processing 7.5), by an operator's setting.
@Suite("replay of notifications") struct ReplayTests {
    @Test("what happened since an instant is told again, once for each wish, also after a restart")
    func replay() throws {
        let server = try RunningServer()
        let endpoint = Endpoint()
        defer { endpoint.stop() }
        let text = try NotificationKeys(server.configuration).text(serviceId: server.a.credentials.serviceId)
        endpoint.trust(try #require(Hex.decode(text)), server.clock)
        try server.set([("notificationURL", endpoint.start())], of: server.a)
        _ = try server.enroll(server.a)
        while endpoint.events.count < 2 {}
        let told = endpoint.events.map(\.eventId)
        try server.set([("notificationReplay", "2026-01-01T00:00:00Z")], of: server.a)
        while endpoint.events.count < 4 {}
        #expect(endpoint.events.map(\.eventId).suffix(2).sorted() == told.sorted())
        server.stop()
        try server.start()
        // A second wish for the same instant; were the first one fulfilled again as well, there would be more.
        try server.set([("notificationReplay", "2026-01-01T00:00:00Z")], of: server.a)
        while endpoint.events.count < 6 {}
        #expect(endpoint.events.count == 6)
    }

    @Test("an instant that is none is refused")
    func refused() throws {
        let server = try RunningServer()
        for text in ["yesterday", "2026-13-01T00:00:00Z", "2026-11-20"] {
            #expect(throws: (any Error).self) { try server.set([("notificationReplay", text)], of: server.a) }
        }
    }
}
