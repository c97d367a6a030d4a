// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation

/// The published worked examples of signing and encryption, and files with their test-only keys.
struct SecurityExamples {
    let root: [String: Any]
    private var files: [String: TemporaryFile] = [:]

    init() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "RequestSigningTests/Vectors/security-examples.json")
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: path))
        root = json as? [String: Any] ?? [:]
        for name in ["sign.key.pem", "sign.crt.pem", "enc.key.pem", "enc.crt.pem", "jws.key.pem", "jws.crt.pem"] {
            files[name] = try TemporaryFile(text("keys", name))
        }
        let container = Data(base64Encoded: text("keys", "sign.p12.base64"), options: .ignoreUnknownCharacters)
        files["sign.p12"] = try TemporaryFile(container ?? Data())
    }

    func text(_ path: String...) -> String {
        var value: Any? = root
        for name in path { value = (value as? [String: Any])?[name] }
        return value as? String ?? ""
    }

    func object(_ path: String...) -> [String: Any] {
        var value: Any? = root
        for name in path { value = (value as? [String: Any])?[name] }
        return value as? [String: Any] ?? [:]
    }

    var oauth: [[String: Any]] { root["oauth1"] as? [[String: Any]] ?? [] }

    /// The path of a key file.
    func key(_ name: String) -> String { files[name]?.path ?? "" }
}
