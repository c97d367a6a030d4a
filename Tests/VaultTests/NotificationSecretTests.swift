// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Vault

@Suite("The secret that a program's notifications are signed with")
struct NotificationSecretTests {
    @Test("It is 32 bytes, one for each program, and outlives a rotation and a restart")
    func secrets() throws {
        let folder = try KeyRingFolder.withRing()
        let vault = try folder.open()
        let secret = vault.notificationSecret(serviceId: "ISSUER_C2P#A#01")
        #expect(secret.count == 32)
        #expect(secret != vault.notificationSecret(serviceId: "ISSUER_C2P#A#02"))
        _ = try vault.rotate(.seal)
        #expect(vault.notificationSecret(serviceId: "ISSUER_C2P#A#01") == secret)
        #expect(try folder.open().notificationSecret(serviceId: "ISSUER_C2P#A#01") == secret)
    }
}
