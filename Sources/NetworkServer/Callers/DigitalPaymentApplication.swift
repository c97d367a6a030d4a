// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import RequestSigning
internal import Store
internal import WireJSON

/// A shop as requests use it (checkout 1).
struct DigitalPaymentApplication: Sendable {
    var srcDpaId: String
    /// The integrator that calls for it.
    var srcClientId: String
    var name: String
    /// What consumers read.
    var presentationName: String
    /// Where its pages come from, as browsers write it.
    var origins: [String]
    var settings: ApplicationSettings

    /// - Throws: when its settings cannot be read.
    init(_ row: ApplicationRow) throws {
        srcDpaId = row.srcDpaId
        srcClientId = row.srcClientId
        name = row.name
        presentationName = row.presentationName
        origins = row.origins
        settings = try ApplicationSettings(json: row.settings)
    }
}

/// What may be set for a shop, as JSON in the registry. What is not there has its default.
struct ApplicationSettings: Sendable, Equatable {
    /// The words in which refusals are given.
    var dialect = BrowserError.Dialect.mastercard

    init() {}

    /// - Throws: `ConfigurationError` for what is no JSON object or has a value that is not known.
    init(json: [UInt8]) throws {
        let root = try JSONDocument.parse(json).root
        guard root.kind == .object else { throw ConfigurationError("settings", "must be a JSON object") }
        if let text = root["dialect"] {
            guard let dialect = text.string.flatMap(BrowserError.Dialect.init(rawValue:)) else {
                throw ConfigurationError("dialect", "must be mastercard or unified")
            }
            self.dialect = dialect
        }
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { $0.member("dialect", dialect.rawValue) }
        return writer.bytes
    }
}

/// Where a shop's pages come from.
enum ShopOrigin {
    /// As browsers write it: scheme, host and port, without a slash at the end. Nil for everything but `https`, and
    /// `http` on this machine.
    static func normalized(_ text: String) -> String? {
        guard let origin = try? PublicOrigin(text) else { return nil }
        let isHere =
            origin.host == "localhost" || origin.host == "[::1]"
            || origin.host.hasPrefix("127.") && origin.host.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
        return origin.scheme == .https || isHere ? origin.description : nil
    }
}
