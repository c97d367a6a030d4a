// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Foundation
internal import JOSE
internal import Testing

@testable internal import muster

/// Runs the real commands in this process.
private func muster(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
) -> (code: ExitCode, output: String, errors: String) {
    let console = Console(input: .memory(Array(input.utf8)), output: .memory, errors: .memory)
    let dispatcher = Dispatcher(
        commands: CommandRegistry.commands, console: console, environment: environment, version: "")
    let code = dispatcher.run(arguments)
    return (code, console.capturedText.output, console.capturedText.errors)
}

@Suite("Cryptography commands")
struct CryptographyCommandTests {
    private let examples: SecurityExamples

    init() throws {
        examples = try SecurityExamples()
    }

    @Test("The published JWE examples decrypt to their plaintexts")
    func jweExamples() {
        for name in ["click_to_pay_A128GCM", "client_library_A256GCM_iv16"] {
            let token = examples.text("jwe", name, "token")
            let result = muster(["jwe", "decrypt", "--key", examples.key("enc.key.pem")], input: token + "\n")
            #expect(result.code == .done)
            #expect(result.output == examples.text("jwe", name, "plaintext"))
        }
    }

    @Test("What jwe encrypt writes jwe decrypt reads, for a certificate and every algorithm")
    func jweRoundTrip() throws {
        for enc in ["A128GCM", "A192GCM", "A256GCM", "A128CBC-HS256"] {
            let sealed = muster(
                ["jwe", "encrypt", "--key", examples.key("enc.crt.pem"), "--enc", enc, "--kid", "k1"],
                input: #"{"a":"é"}"#)
            #expect(sealed.code == .done)
            let opened = muster(
                ["jwe", "decrypt", "--key", examples.key("enc.key.pem"), "--json"], input: sealed.output)
            #expect(opened.output == #"{"kid":"k1","enc":"\#(enc)","payload":{"a":"é"}}"# + "\n")
        }
    }

    @Test("A token for another key or with a changed tag is refused with 1, a reason and the key's fingerprint")
    func jweRefused() {
        let token = examples.text("jwe", "click_to_pay_A128GCM", "token")
        let other = muster(["jwe", "decrypt", "--key", examples.key("sign.key.pem")], input: token)
        #expect(other.code == .failedRecords && other.output.isEmpty)
        #expect(other.errors.contains("SHA-256 fingerprint of this key: "))
        #expect(other.errors.contains("20261120000000-test-fpan-encryption-example"))
        let last = token.last == "A" ? "B" : "A"
        let changed = muster(
            ["jwe", "decrypt", "--key", examples.key("enc.key.pem")], input: String(token.dropLast(2)) + last + "g")
        #expect(changed.code == .failedRecords && changed.output.isEmpty)
        #expect(muster(["jwe", "decrypt", "--key", examples.key("enc.key.pem")], input: "a.b").code == .failedRecords)
        #expect(muster(["jwe", "decrypt", "--key", examples.key("enc.key.pem")], input: "a b").code == .usage)
    }

    @Test("The published JWS example is made byte for byte and verifies; a changed one is refused")
    func jws() {
        let token = examples.text("jws", "token")
        let payload = examples.text("jws", "payload")
        let kid = "20261120000000-test-token-connect-example"
        let signed = muster(["jws", "sign", "--key", examples.key("jws.key.pem"), "--kid", kid], input: payload)
        #expect(signed.output == token + "\n")
        let verified = muster(["jws", "verify", "--key", examples.key("jws.crt.pem")], input: token)
        #expect(verified.code == .done && verified.output == payload)
        let other = muster(["jws", "verify", "--key", examples.key("enc.crt.pem")], input: token)
        #expect(other.code == .failedRecords && other.output.isEmpty && other.errors.contains("does not fit"))
    }

    @Test("The published MDES examples decrypt, alone and inside another object; a round trip works in both modes")
    func mdes() throws {
        for name in ["SHA512", "SHA256"] {
            let payload = examples.object("mdes", name, "encryptedPayload")
            for object in [payload, ["encryptedPayload": payload]] {
                let json = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
                let result = muster(["mdes", "decrypt", "--key", examples.key("enc.key.pem")], input: json)
                #expect(result.output == examples.text("mdes", name, "plaintext"))
            }
        }
        for mode in ["cbc", "gcm"] {
            let sealed = muster(
                ["mdes", "encrypt", "--key", examples.key("enc.crt.pem"), "--mode", mode], input: "[1]")
            #expect(sealed.output.contains(examples.text("fingerprints", "cert_sha256")))
            let opened = muster(["mdes", "decrypt", "--key", examples.key("enc.key.pem")], input: sealed.output)
            #expect(opened.output == "[1]")
            #expect(
                muster(["mdes", "decrypt", "--key", examples.key("sign.key.pem")], input: sealed.output).code
                    == .failedRecords)
        }
    }

    @Test("Every published OAuth example is signed byte for byte, verifies, and is explained")
    func oauth() throws {
        #expect(!examples.oauth.isEmpty)
        for example in examples.oauth {
            func text(_ name: String) -> String { example[name] as? String ?? "" }
            let body = try TemporaryFile(text("body"))
            let timestamp = String((example["timestamp"] as? Int) ?? 0)
            let request = [
                "--method", text("method"), "--url", text("url"), "--body-file", body.path, "--now", timestamp,
            ]
            let verified = muster(
                ["oauth", "verify", "--key", examples.key("sign.crt.pem"), "--header", text("authorization")] + request)
            #expect(verified.code == .done, "\(verified.errors)")
            let explained = muster(
                [
                    "oauth", "explain", "--key", examples.key("sign.crt.pem"), "--json", "--header",
                    text("authorization"),
                ]
                    + request)
            #expect(explained.code == .done)
            let json = try JSONSerialization.jsonObject(with: Data(explained.output.utf8)) as? [String: Any]
            let candidates = json?["candidates"] as? [[String: Any]] ?? []
            let signed = candidates.filter { $0["signed"] as? Bool == true }.compactMap { $0["baseString"] as? String }
            #expect(signed == [text("base_string")])
            guard text("style") == "A" else { continue }
            let made = muster(
                [
                    "oauth", "sign", "--key", examples.key("sign.key.pem"), "--nonce", text("nonce"), "--consumer-key",
                    examples.text("consumerKey"), "--json",
                ] + request)
            #expect(made.code == .done, "\(made.errors)")
            let own = try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: String] ?? [:]
            #expect(own["baseString"] == text("base_string"))
            // The order of the header's members is free; the signature is not.
            let members = { (header: String) in Set(header.dropFirst(6).split(separator: ",")) }
            #expect(members(own["authorization"] ?? "") == members(text("authorization")))
        }
    }

    @Test("A request that was changed, is too old or signed by another key is refused with 1 and an explanation")
    func oauthRefused() throws {
        let example = try #require(examples.oauth.first)
        func text(_ name: String) -> String { example[name] as? String ?? "" }
        let timestamp = (example["timestamp"] as? Int) ?? 0
        let body = try TemporaryFile(text("body"))
        let changedBody = try TemporaryFile(text("body") + " ")
        func verify(_ key: String, _ body: String, now: Int) -> (code: ExitCode, output: String, errors: String) {
            muster([
                "oauth", "verify", "--key", examples.key(key), "--header", "Authorization: " + text("authorization"),
                "--method", text("method"), "--url", text("url"), "--body-file", body, "--now", String(now),
            ])
        }
        #expect(verify("sign.key.pem", body.path, now: timestamp).code == .done)
        #expect(verify("sign.key.pem", changedBody.path, now: timestamp).errors.contains("INVALID_BODY_HASH"))
        #expect(verify("enc.key.pem", body.path, now: timestamp).errors.contains("AUTHENTICATION_FAILED"))
        #expect(verify("sign.key.pem", body.path, now: timestamp + 301).code == .failedRecords)
    }

    @Test("A public JWK and a set of them are keys to encrypt with, under their own names")
    func jwkForms() throws {
        let key = try RSAPublicKey.load(Array(examples.text("keys", "enc.crt.pem").utf8))
        let older = JSONWebKey.forEncryption(key, keyID: "20250101-a")
        let newer = JSONWebKey.forEncryption(key, keyID: "20260101-a")
        let signing = JSONWebKey.forVerification(key, keyID: "20270101-a")
        let one = try TemporaryFile(Data(older.json))
        let set = try TemporaryFile(Data(JSONWebKeySet([older, newer, signing]).json))
        for (file, kid) in [(one, "20250101-a"), (set, "20260101-a")] {
            let sealed = muster(["jwe", "encrypt", "--key", file.path, "--json"], input: "{}")
            #expect(sealed.output.contains(#""kid":"\#(kid)""#))
        }
    }

    @Test("Keys are read from PEM and PKCS#12; a wrong passphrase is a usage error without the passphrase")
    func keyForms() throws {
        let password = examples.text("keys", "sign.p12.password")
        let fromPEM = muster(["jws", "sign", "--key", examples.key("sign.key.pem")], input: "x")
        let fromContainer = muster(
            ["jws", "sign", "--key", examples.key("sign.p12")], input: "x",
            environment: ["MUSTER_KEY_PASSPHRASE": password])
        #expect(fromPEM.code == .done && fromContainer.output == fromPEM.output)
        let wrong = muster(
            ["jws", "sign", "--key", examples.key("sign.p12"), "--passphrase", "wr0ng-secret"], input: "x")
        #expect(wrong.code == .usage && !wrong.errors.contains("wr0ng-secret"))
        let missing = muster(["jws", "sign", "--key", "/nowhere/key.pem"], input: "x")
        #expect(missing.code == .usage && missing.errors.contains("/nowhere/key.pem"))
    }

    @Test("Every command has help that names its options, and no name is used twice")
    func everyCommandHasHelp() {
        let names = CommandRegistry.commands.map { $0.declaration.name }
        #expect(Set(names).count == names.count)
        for command in CommandRegistry.commands {
            let result = muster(command.declaration.words + ["--help"])
            #expect(result.code == .done, "\(command.declaration.name)")
            for option in command.declaration.allOptions { #expect(result.output.contains("--\(option.name)")) }
            let options = command.declaration.allOptions.map(\.name)
            #expect(Set(options).count == options.count, "\(command.declaration.name)")
            for line in result.output.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
        }
    }
}
