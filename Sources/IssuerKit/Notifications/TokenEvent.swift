// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// What the network tells an issuer of a card's token (processing 7.5). Members that are not known are passed over;
/// what an event does not have is nil.
public struct TokenEvent: Sendable, Equatable {
    /// A word of the network. Words that this version does not know are kept as they are.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The authorization of a tokenization was answered.
        public static let authorization = Kind(rawValue: "TAR")
        /// An activation code was sent.
        public static let activationCode = Kind(rawValue: "ACN")
        /// The token is there.
        public static let completion = Kind(rawValue: "TCN")
        /// The token changed.
        public static let update = Kind(rawValue: "TVN")
    }

    /// The same each time that the event is sent.
    public var eventId: String
    public var eventType: Kind
    public var eventDateTime: String
    /// The same for all that is told of one tokenization.
    public var correlationId: String
    /// `518600______9726`.
    public var cardContractNumber: String
    public var cardContractId: Int64?
    public var clientId: Int64?
    public var tokenRequestorId: String
    public var walletName: String
    /// `APPROVED`, `DECLINED` or `REQUIRE_ADDITIONAL_AUTHENTICATION`.
    public var decision: String?
    public var responseCode: String?
    public var declineReason: String?
    public var tokenUniqueReference: String?
    public var tokenStatus: String?
    /// `YYMM`.
    public var tokenExpiryDate: String?
    public var tokenType: String?
    /// `SUSPENDED`, `RESUMED`, `DEACTIVATED`, `PAN_UPDATE` or `EXPIRY_UPDATE`.
    public var updateReason: String?
    /// The card's id in Click to Pay; a declined card has none.
    public var srcDigitalCardId: String?
    public var externalConsumerId: String?
    public var externalCardId: String?
    /// The event as it came.
    public var json: [UInt8]

    /// Reads an event. Check its signature before.
    public init(json: [UInt8]) throws(NotificationRefusal) {
        let root: JSONValue
        do {
            let document = try JSONDocument.parse(json, limits: JSONLimits(depth: 8, bytes: 64 << 10))
            guard document.root.kind == .object else { throw NotificationRefusal.malformed("the body is no object") }
            root = document.root
        } catch let refusal as NotificationRefusal {
            throw refusal
        } catch {
            throw .malformed("the body is not JSON")
        }
        func text(_ name: String) throws(NotificationRefusal) -> String? {
            guard let value = root[name], !value.isNull else { return nil }
            guard let text = value.string else { throw .malformed("\(name) is no text") }
            return text
        }
        func required(_ name: String) throws(NotificationRefusal) -> String {
            guard let text = try text(name), !text.isEmpty else { throw .malformed("\(name) is missing") }
            return text
        }
        eventId = try required("eventId")
        eventType = Kind(rawValue: try required("eventType"))
        eventDateTime = try required("eventDateTime")
        correlationId = try required("correlationId")
        cardContractNumber = try required("cardContractNumber")
        cardContractId = root["cardContractId"]?.int64
        clientId = root["clientId"]?.int64
        tokenRequestorId = try required("tokenRequestorId")
        walletName = try required("walletName")
        decision = try text("decision")
        responseCode = try text("responseCode")
        declineReason = try text("declineReason")
        tokenUniqueReference = try text("tokenUniqueReference")
        tokenStatus = try text("tokenStatus")
        tokenExpiryDate = try text("tokenExpiryDate")
        tokenType = try text("tokenType")
        updateReason = try text("updateReason")
        srcDigitalCardId = try text("srcDigitalCardId")
        externalConsumerId = try text("externalConsumerId")
        externalCardId = try text("externalCardId")
        self.json = json
    }
}
