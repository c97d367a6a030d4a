// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Testing

@testable internal import IssuerKit

@Suite("Issuer profile")
struct IssuerProfileTests {
    @Test("A profile reads what it writes, names files beside it, and knows where the network is")
    func roundTrip() throws {
        let directory = try TemporaryDirectory()
        var profile = IssuerProfile(
            name: "Bänk", baseURL: "https://host.example:8443/src/api/digital/payments/", consumerKey: "client!key",
            signingKeyFile: "sign.pem", srcClientId: "id", serviceId: "P#X#01", directoryId: "d",
            payloadKeyFile: "/etc/pay.pem", directory: directory.path)
        let path = try directory.write("bank.json", profile.json)
        #expect(try IssuerProfile(path: path) == profile)
        #expect(profile.baseURL.hasSuffix("/payments"))
        #expect(profile.origin == "https://host.example:8443" && !profile.isLocal)
        #expect(profile.openAPIClientId == "client")
        #expect(profile.path(of: "sign.pem") == directory.path + "/sign.pem")
        #expect(profile.path(of: "/etc/pay.pem") == "/etc/pay.pem")
        for local in ["http://127.0.0.1:8080/x", "http://localhost/x", "http://[::1]:1/x"] {
            profile.baseURL = local
            #expect(profile.isLocal)
        }
    }

    @Test("A profile that cannot be used says which member or file is at fault")
    func faults() throws {
        let directory = try TemporaryDirectory()
        let cases = [
            ("{", "is not JSON"), ("{}", "name is missing"), (#"{"name":1}"#, "name in "),
            (#"{"name":"n","baseURL":"u"}"#, "consumerKey is missing"),
        ]
        for (text, message) in cases {
            let path = try directory.write("p.json", Array(text.utf8))
            let error = #expect(throws: IssuerClientError.self) { try IssuerProfile(path: path) }
            #expect("\(error.map { "\($0)" } ?? "")".contains(message))
        }
        var profile = try TestKeys.profile(in: directory)
        try directory.write("bad.pem", Array("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".utf8))
        profile.signingKeyFile = "bad.pem"
        let error = #expect(throws: IssuerClientError.self) { try profile.signingKey() }
        #expect("\(error.map { "\($0)" } ?? "")".contains("bad.pem"))
    }
}
