// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import IssuerKit
import Testing

/// The file that `muster merchant create` writes.
struct MerchantProfileTests {
    private let path = NSTemporaryDirectory() + "muster-merchant-" + UUID().uuidString + ".json"

    private func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test("A profile comes back as it was written, with its files beside it")
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var profile = MerchantProfile(
            name: "Shop", baseURL: "http://127.0.0.1:8080/", consumerKey: "a!b", signingKeyFile: "s.pem",
            srcClientId: "c", srcDpaId: "d", origins: ["https://shop.example"], payloadKeyFile: "/keys/p.pem")
        #expect(profile.baseURL == "http://127.0.0.1:8080")
        try write(String(decoding: profile.json, as: UTF8.self))
        let read = try MerchantProfile(path: path)
        profile.directory = read.directory
        #expect(read == profile)
        #expect(read.path(of: read.signingKeyFile) == read.directory + "/s.pem")
        #expect(read.path(of: read.payloadKeyFile) == "/keys/p.pem")
    }

    @Test("What is missing is named, and so is a key that is not there")
    func faults() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try write(#"{"name":"Shop","baseURL":"http://a"}"#)
        let fault = #expect(throws: IssuerClientError.self) { try MerchantProfile(path: path) }
        #expect(fault.map { "\($0)".contains("consumerKey") } == true)
        try write("no")
        #expect(throws: IssuerClientError.self) { try MerchantProfile(path: path) }
        let profile = MerchantProfile(
            name: "Shop", baseURL: "http://a", consumerKey: "a!b", signingKeyFile: "none.pem", srcClientId: "c",
            srcDpaId: "d", origins: [], payloadKeyFile: "none.pem", directory: NSTemporaryDirectory())
        #expect(throws: IssuerClientError.self) { try profile.signingKey() }
        #expect(throws: IssuerClientError.self) { try profile.payloadKey() }
    }
}
