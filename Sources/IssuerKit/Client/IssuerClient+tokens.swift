// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import WireJSON

/// A token as the customer service API finds it (processing 10.3).
public struct FoundToken: Sendable, Hashable {
    public var tokenUniqueReference: String
    /// The last digits of the token's number.
    public var tokenSuffix: String
    /// The last four digits of the card behind it.
    public var accountPanSuffix: String
    /// `MMYY`, of the card.
    public var expirationDate: String
    /// `U` unmapped, `A` active, `S` suspended. Open.
    public var statusCode: String
    /// Who asked for it, where the answer says so: 11 digits.
    public var tokenRequestorId: String?

    /// Reads the first token of an answer.
    init?(_ value: JSONValue) {
        let account = value["SearchResponse"]?["Accounts"]?["Account"]?.elements.first { _ in true }
        let token = account?["Tokens"]?["Token"]?.elements.first { _ in true }
        guard let reference = token?["TokenUniqueReference"]?.string else { return nil }
        tokenUniqueReference = reference
        tokenSuffix = token?["TokenSuffix"]?.string ?? ""
        accountPanSuffix = account?["AccountPanSuffix"]?.string ?? ""
        expirationDate = account?["ExpirationDate"]?.string ?? ""
        statusCode = token?["CurrentStatusCode"]?.string ?? ""
        tokenRequestorId = token?["TokenRequestorId"]?.string
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("tokenUniqueReference", tokenUniqueReference)
            writer.member("tokenSuffix", tokenSuffix)
            writer.member("accountPanSuffix", accountPanSuffix)
            writer.member("expirationDate", expirationDate)
            writer.member("statusCode", statusCode)
            writer.member("tokenRequestorId", tokenRequestorId)
        }
        return writer.bytes
    }
}

/// The issuer's own changes of tokens, by the customer service API (processing 10.3). The profile needs a
/// `directoryId`. Each call can be repeated: what is the case already stays so.
extension IssuerClient {
    /// A change of a token.
    public enum TokenOperation: Sendable, Hashable {
        /// The authentication that was outstanding is done.
        case activate
        /// `reason`: `L` lost, `S` stolen, `T` fraud, `Z` other.
        case suspend(reason: String)
        /// `reason`: `F` found, `T` no fraud, `Z` other.
        case unsuspend(reason: String)
        /// For good: the card is CANCELLED.
        case delete
        /// The card has a new expiry.
        case newExpiry(Expiry)
    }

    /// The token of this reference, and the card behind it.
    ///
    /// - Throws: `refused` with 404 when there is none.
    public func findToken(_ tokenUniqueReference: String) throws(IssuerClientError) -> FoundToken {
        try tokenCall("/search", "Search", tokenUniqueReference, { _ in }, read: FoundToken.init)
    }

    /// Changes a token.
    public func changeToken(
        _ tokenUniqueReference: String, _ operation: TokenOperation
    ) throws(IssuerClientError) {
        let (path, name): (String, String) =
            switch operation {
            case .activate: ("/token/activate", "TokenActivate")
            case .suspend: ("/token/suspend", "TokenSuspend")
            case .unsuspend: ("/token/unsuspend", "TokenUnsuspend")
            case .delete: ("/token/delete", "TokenDelete")
            case .newExpiry: ("/token/update", "TokenUpdate")
            }
        _ = try tokenCall(path, name, tokenUniqueReference) { writer in
            switch operation {
            case .suspend(let reason), .unsuspend(let reason): writer.member("ReasonCode", reason)
            case .newExpiry(let expiry):
                writer.member("NewExpirationDate", expiry.monthText + expiry.yearText.suffix(2))
            case .activate, .delete: break
            }
        } read: { _ in
            true
        }
    }

    /// The card behind a token has another number; it is sent encrypted.
    public func replaceCard(
        ofToken tokenUniqueReference: String, by card: EnrolledCard
    ) throws(IssuerClientError) {
        var writer = JSONWriter(capacity: 256)
        card.writeRevealed(to: &writer, includingSecurityCode: false)
        let plaintext = writer.bytes
        _ = try repeated { () throws(IssuerClientError) in
            try self.withNetworkKey { (key) throws(IssuerClientError) in
                let encrypted = try self.encrypt(plaintext, to: key)
                return try self.sendToken("/token/update", "TokenUpdate", tokenUniqueReference) { writer in
                    writer.key("EncryptedNewAccount")
                    writer.string(utf8: encrypted)
                }
            }
        }
    }

    private func tokenCall<Value>(
        _ path: String, _ name: String, _ reference: String, _ members: (inout JSONWriter) -> Void,
        read: (JSONValue) -> Value?
    ) throws(IssuerClientError) -> Value {
        try call({ () throws(IssuerClientError) in try self.sendToken(path, name, reference, members) }, read: read)
    }

    private func sendToken(
        _ path: String, _ name: String, _ reference: String, _ members: (inout JSONWriter) -> Void
    ) throws(IssuerClientError) -> SignedExchange.Answer {
        guard let id = profile.directoryId, let origin = profile.origin else {
            throw IssuerClientError(
                .configuration("directoryId is missing in the profile: the customer service API needs it"))
        }
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.key(name + "Request")
            writer.object { writer in
                writer.member("TokenUniqueReference", reference)
                members(&writer)
            }
        }
        let parent = APIPaths.fill(profile.paths.customerService, with: try Self.segment(id))
        return try exchange.send("POST", path, base: origin + parent, body: writer.bytes)
    }
}
