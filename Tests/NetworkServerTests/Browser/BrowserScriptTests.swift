// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import BrowserKit
import HTTPClient
import Testing

@testable import NetworkServer

/// What the pages of shops load (checkout 4.13).
@Suite struct BrowserScriptTests {
    private let client = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(20)))

    private func get(
        _ server: RunningServer, _ path: String, _ headers: [HTTPClientHeader] = []
    ) throws -> HTTPClientResponse {
        let url = try #require(server.server).url + path
        return try client.send(HTTPClientRequest(method: "GET", url: url, headers: headers))
    }

    @Test("The script and its types are there for every origin, under a plain name and one that never changes.")
    func files() throws {
        let server = try RunningServer()
        for (path, fixed, type, body) in [
            ("/sdk.js", BrowserScript.fixedPath, "text/javascript", BrowserKit.script),
            ("/sdk.d.ts", BrowserScript.fixedTypesPath, "application/typescript", BrowserKit.types),
        ] {
            let plain = try get(server, path, [HTTPClientHeader("Origin", "https://anybody.example")])
            #expect(plain.status == 200 && plain.body == body)
            #expect(plain.header("Content-Type")?.hasPrefix(type) == true)
            #expect(plain.header("Access-Control-Allow-Origin") == "*" && plain.header("Set-Cookie") == nil)
            #expect(plain.header("Cross-Origin-Resource-Policy") == "cross-origin")
            #expect(plain.header("Cache-Control") == "public, no-cache")
            let tag = try #require(plain.header("ETag"))
            let same = try get(server, path, [HTTPClientHeader("If-None-Match", "\"x\", W/" + tag)])
            #expect(same.status == 304 && same.body.isEmpty && same.header("ETag") == tag)
            #expect(try get(server, path, [HTTPClientHeader("If-None-Match", "\"x\"")]).status == 200)
            let pinned = try get(server, fixed)
            #expect(pinned.body == body && pinned.header("Cache-Control")?.contains("immutable") == true)
        }
        #expect(try get(server, "/sdk/0000000000000000.js").status == 404)
    }

    @Test("Pages of any origin may read the keys that cards are encrypted with.")
    func keys() throws {
        let server = try RunningServer()
        #expect(try get(server, "/keys").header("Access-Control-Allow-Origin") == "*")
    }
}
