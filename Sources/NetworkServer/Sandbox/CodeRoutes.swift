// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import PhoneNumbers
internal import Verification
internal import WireJSON

/// What a sandbox shows of the one-time codes that it has sent (checkout 4.14).
struct CodeRoutes: Sendable {
    static let limitDefault = 100

    let outbox: CodeOutbox

    /// The last code that was sent to an identity.
    func last(identity: String?) throws -> HTTPResponse {
        guard let identity else { throw Self.badIdentity(.cannotBeNull, .query, "identity", "must be given") }
        guard let channel = Self.channel(identity) else {
            throw Self.badIdentity(.invalidFormat, .query, "identity", Self.form)
        }
        guard let message = outbox.last(to: channel) else {
            throw ServiceError(.notFound, "No code was sent to this identity.")
        }
        var writer = JSONWriter()
        Self.write(message, to: &writer)
        return .json(200, writer.bytes)
    }

    /// What was sent, newest first.
    func messages(limit: Int) -> HTTPResponse {
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("messages") { writer in
                for entry in outbox.newest(limit) {
                    switch entry {
                    case .code(let message): Self.write(message, to: &writer)
                    case .cardAdded(let message): Self.write(message, to: &writer)
                    }
                }
            }
        }
        return .json(200, writer.bytes)
    }

    /// Gives some identities a code of their own from their next one on; an empty list takes all such codes back.
    func fix(_ body: AdminBody) throws {
        let identities = try AdminBody.required(
            body.strings("identities", max: CodeOutbox.fixedMax), "identities")
        let text = try body.string("code")
        if identities.isEmpty { return outbox.fix(try OneTimeCode("000000"), for: []) }
        let channels = try identities.map { identity in
            try AdminBody.required(
                Self.channel(identity), "identities", reason: .invalidFormat, "each \(Self.form)")
        }
        let given = try AdminBody.required(text, "code")
        let code = given.utf8.count == CodeLimits.digits ? try? OneTimeCode(given) : nil
        outbox.fix(
            try AdminBody.required(code, "code", reason: .invalidFormat, "must be \(CodeLimits.digits) digits"),
            for: channels)
    }

    static let form = "must be an email address, or a mobile number in E.164 digits"

    /// An email address, or a number with or without its plus sign, which a query may turn into a space.
    static func channel(_ identity: String) -> CodeChannel? {
        if identity.contains("@") { return (try? Email(identity)).map { .email($0) } }
        let digits = identity.hasPrefix("+") || identity.hasPrefix(" ") ? String(identity.dropFirst()) : identity
        return PhoneNumberRules.kept(e164: digits).map { .mobile($0) }
    }

    private static func badIdentity(
        _ reason: DetailReason, _ place: SourceType, _ name: String, _ message: String
    ) -> ServiceError {
        ServiceError(.invalidArgument, details: [ErrorDetail(reason, place, name, message)])
    }

    private static func write(_ message: CodeMessage, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("channel", message.channel.identityType.rawValue)
            writer.member("address", message.channel.clearAddress)
            // A sandbox sends to nobody: here is where its codes are read.
            writer.member("code", message.code.revealDigits())
            writer.member("purpose", message.purpose.rawValue)
            writer.member("language", message.language.value)
            writer.member("text", message.text)
            writer.member("sentAt", message.sentAt.iso8601)
            writer.member("expiresAt", message.expiresAt.iso8601)
        }
    }

    private static func write(_ message: CardMessage, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("channel", message.channel.identityType.rawValue)
            writer.member("address", message.channel.clearAddress)
            writer.member("purpose", CardMessage.purpose)
            writer.member("language", message.language.value)
            writer.member("text", message.text)
            writer.member("sentAt", message.sentAt.iso8601)
        }
    }
}
