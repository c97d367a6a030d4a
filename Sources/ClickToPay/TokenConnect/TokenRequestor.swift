// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A wallet or merchant that asks for tokens (token-connect 3.2). What an answer does not say is nil.
public struct TokenRequestor: Sendable, Hashable {
    public var tokenRequestorId: TokenRequestorID
    /// The legal name.
    public var name: String
    /// The name to show.
    public var consumerFacingEntityName: String
    /// Its logo, for `getAsset`.
    public var imageAssetId: String?
    /// `MERCHANT` or `WALLET`; open.
    public var tokenRequestorType: String
    public var walletId: String?
    /// Those of the ranges that were asked for that it may use.
    public var enabledAccountRanges: [AccountRangeStart]
    /// Nil when it does not take part in Token Connect.
    public var supportedPushMethods: [PushMethod.Kind]?
    public var supportsMultiplePushedCards: Bool?
    /// `NAME`, `ADDRESS`, `EMAIL_ADDRESS`, `MOBILE_PHONE_NUMBER`; open. Empty: none.
    public var supportedAccountHolderData: [String]?
    public var supportsCardHolderAuthentication: Bool?
    public var supportsTokenConnect: Bool?
    public var availablePushMethods: [PushMethod]?
    public var supportIssuerInitiatedDigitizationData: Bool?

    public init(tokenRequestorId: TokenRequestorID, name: String, enabledAccountRanges: [AccountRangeStart]) {
        self.tokenRequestorId = tokenRequestorId
        self.name = name
        consumerFacingEntityName = name
        tokenRequestorType = "WALLET"
        self.enabledAccountRanges = enabledAccountRanges
    }

    /// Whether the answer says that a browser can be sent there, in either of its two ways.
    public var takesWebPush: Bool {
        supportedPushMethods?.contains(.web) == true || availablePushMethods?.contains { $0.type == .web } == true
    }

    init?(_ value: JSONValue) {
        guard let id = value["tokenRequestorId"]?.string.flatMap({ try? TokenRequestorID($0) }) else { return nil }
        tokenRequestorId = id
        name = value["name"]?.string ?? ""
        consumerFacingEntityName = value["consumerFacingEntityName"]?.string ?? name
        imageAssetId = value["imageAssetId"]?.string
        tokenRequestorType = value["tokenRequestorType"]?.string ?? ""
        walletId = value["walletId"]?.string
        enabledAccountRanges = value["enabledAccountRanges"]?.elements.compactMap { AccountRangeStart($0) } ?? []
        supportedPushMethods = Self.words(value["supportedPushMethods"])?.map(PushMethod.Kind.init(rawValue:))
        supportsMultiplePushedCards = TolerantBoolean.read(value["supportsMultiplePushedCards"])
        supportedAccountHolderData = Self.words(value["supportedAccountHolderData"])
        supportsCardHolderAuthentication = TolerantBoolean.read(value["supportsCardHolderAuthentication"])
        supportsTokenConnect = TolerantBoolean.read(value["supportsTokenConnect"])
        availablePushMethods = value["availablePushMethods"] == nil ? nil : PushMethod.list(in: value)
        supportIssuerInitiatedDigitizationData = TolerantBoolean.read(value["supportIssuerInitiatedDigitizationData"])
    }

    private static func words(_ value: JSONValue?) -> [String]? {
        guard let value, value.kind == .array else { return nil }
        return value.elements.compactMap(\.string)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("tokenRequestorId", tokenRequestorId.value)
            writer.member("name", name)
            writer.member("consumerFacingEntityName", consumerFacingEntityName)
            writer.member("imageAssetId", imageAssetId)
            writer.member("tokenRequestorType", tokenRequestorType)
            writer.member("walletId", walletId)
            writer.array("enabledAccountRanges") { writer in
                for range in enabledAccountRanges { writer.int(range.number) }
            }
            writer.member("supportedPushMethods", supportedPushMethods?.map(\.rawValue))
            writer.member("supportsMultiplePushedCards", supportsMultiplePushedCards)
            writer.member("supportedAccountHolderData", supportedAccountHolderData)
            writer.member("supportsCardHolderAuthentication", supportsCardHolderAuthentication)
            writer.member("supportsTokenConnect", supportsTokenConnect)
            if let availablePushMethods {
                writer.array("availablePushMethods") { writer in
                    for method in availablePushMethods { method.write(to: &writer) }
                }
            }
            writer.member("supportIssuerInitiatedDigitizationData", supportIssuerInitiatedDigitizationData)
        }
    }
}
