// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import JOSE
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

    /// - Throws: LOCKED with RESTRICTED for a shop that is barred (checkout 4.9).
    func requireUnbarred() throws(ServiceError) {
        guard settings.isBarred else { return }
        throw ServiceError(
            .locked, "The shop is barred.",
            details: [ErrorDetail(.restricted, .body, "srcDpaId", "The shop is barred.")])
    }
}

/// What may be set for a shop, as JSON in the registry. What is not there has its default.
struct ApplicationSettings: Sendable, Equatable {
    /// The words in which refusals are given.
    var dialect = BrowserError.Dialect.mastercard
    /// What the shop always wants of a checkout, as `dpaTransactionOptions`; a call may want something else.
    var transactionOptions = TransactionOptions()
    /// How payloads for the shop are encrypted: A128GCM or A256GCM (checkout 3.2).
    var payloadEncryption = ContentEncryption.a128GCM
    /// A shop that is barred gets no credentials (checkout 4.9).
    var isBarred = false

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
        if let options = root["dpaTransactionOptions"] {
            transactionOptions = try TransactionOptions.decode(options)
        }
        if let text = root["payloadEncryption"] {
            guard let encryption = text.string.flatMap(ContentEncryption.init(rawValue:)),
                [.a128GCM, .a256GCM].contains(encryption)
            else { throw ConfigurationError("payloadEncryption", "must be A128GCM or A256GCM") }
            payloadEncryption = encryption
        }
        isBarred = root["barred"]?.boolean ?? false
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("dialect", dialect.rawValue)
            if transactionOptions != TransactionOptions() {
                writer.key("dpaTransactionOptions")
                writer.raw(transactionOptions.json)
            }
            writer.member("payloadEncryption", payloadEncryption.rawValue)
            if isBarred { writer.member("barred", true) }
        }
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
