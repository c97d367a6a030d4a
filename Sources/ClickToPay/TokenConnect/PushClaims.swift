// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// What MDES has signed: the payload of the `signature` of a push (token-connect 7.2). It expires with its receipts.
public struct PushClaims: Sendable, Hashable {
    public static let receiptsMax = 5

    /// At least one; Click to Pay takes exactly one.
    public var receipts: [PushReceipt]
    public var callbackURL: CallbackURL?
    public var completeWebsiteActivation: Bool?
    public var accountHolderDataSupplied: Bool?
    public var locale: Locale?

    /// Reads a payload. The older claim `pushAccountReceipt` is taken for a list of one; others are passed over.
    ///
    /// - Throws: a fatal finding that names the claim and holds nothing of it.
    public init(json: [UInt8]) throws(LinkFinding) {
        guard let document = try? JSONDocument.parse(json, limits: JSONLimits(depth: 4, bytes: LinkParts.bytesMax)),
            case let root = document.root, root.kind == .object
        else { throw Self.fault("the signed content is no JSON object") }
        let list = root["pushAccountReceipts"].map { Array($0.elements) } ?? root["pushAccountReceipt"].map { [$0] }
        guard let list, (1...Self.receiptsMax).contains(list.count) else {
            throw Self.fault("the claim pushAccountReceipts must list 1 to 5 receipts")
        }
        receipts = []
        for entry in list {
            receipts.append(try Self.value(entry, "pushAccountReceipts"))
        }
        callbackURL = try Self.optional(root["callbackURL"], "callbackURL")
        completeWebsiteActivation = try Self.flag(root["completeWebsiteActivation"], "completeWebsiteActivation")
        accountHolderDataSupplied = try Self.flag(root["accountHolderDataSupplied"], "accountHolderDataSupplied")
        locale = try Self.optional(root["locale"], "locale")
    }

    private static func optional<Value: WireText>(
        _ member: JSONValue?, _ name: String
    ) throws(LinkFinding) -> Value? {
        guard let member, !member.isNull else { return nil }
        return try value(member, name)
    }

    private static func value<Value: WireText>(_ member: JSONValue, _ name: String) throws(LinkFinding) -> Value {
        guard let text = member.string else { throw fault("the claim \(name) must be a text") }
        do {
            return try Value(text)
        } catch {
            throw fault("the claim \(name) \(error)")
        }
    }

    private static func flag(_ member: JSONValue?, _ name: String) throws(LinkFinding) -> Bool? {
        guard let member, !member.isNull else { return nil }
        guard let flag = TolerantBoolean.read(member) else { throw fault("the claim \(name) must be true or false") }
        return flag
    }

    private static func fault(_ message: String) -> LinkFinding { .fatal("pushAccountData", message) }
}
