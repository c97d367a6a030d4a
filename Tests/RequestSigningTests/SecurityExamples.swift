// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation

/// The published worked examples with their keys (Vectors/security-examples.json).
struct SecurityExamples: Decodable {
    struct Example: Decodable {
        let style: String
        let method: String
        let url: String
        let body: String
        let nonce: String
        let timestamp: Int64
        let baseString: String
        let signature: String
        let authorization: String

        enum CodingKeys: String, CodingKey {
            case style, method, url, body, nonce, timestamp, authorization
            case baseString = "base_string"
            case signature = "signature_b64"
        }

        /// The path and query of the URL.
        var target: String { String(url.dropFirst("https://".count).drop { $0 != "/" }) }
        /// What the `Host` header holds.
        var host: String { String(url.dropFirst("https://".count).prefix { $0 != "/" }) }
        var bodyBytes: [UInt8] { Array(body.utf8) }
    }

    let consumerKey: String
    let oauth1: [Example]
    let keys: [String: String]

    static let shared: SecurityExamples = {
        do {
            return try JSONDecoder().decode(SecurityExamples.self, from: vectorFile("security-examples.json"))
        } catch {
            fatalError("the vector file cannot be read: \(error)")
        }
    }()

    static func vectorFile(_ name: String) throws -> Data {
        guard let url = Bundle.module.url(forResource: "Vectors/" + name, withExtension: nil) else {
            throw CocoaError(.fileNoSuchFile)
        }
        return try Data(contentsOf: url)
    }
}
