// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Cryptography
internal import JOSE

/// One journey of a consumer to Click to Pay and back, as the issuer keeps it beside the consumer's session
/// (token-connect 9.2).
///
/// The link that brings a consumer back is signed by nobody and goes through the consumer's hands: what it says is a
/// claim. `take` turns it into one of the `claimed` outcomes and never into `confirmed`, which only a notification of
/// the network or the answer to a token query makes. Show success for `confirmed` alone; for `claimedSuccess` say that
/// it is being processed, and ask for at most `confirmationWait`.
///
/// Make it before the redirect, with `newBinding` in the callback; also require that the consumer is still signed in.
public struct PushSession: Sendable, Equatable {
    /// Where a journey stands.
    public enum Outcome: Sendable, Hashable {
        /// The consumer has not come back.
        case waiting
        /// Nothing is known and nothing will come: ask for the card's tokens.
        case unknown
        /// Somebody says that there is a token. Not yet a success.
        case claimedSuccess(tokenUniqueReference: String?)
        /// Somebody says that there is a token, which waits for the issuer to authenticate the cardholder.
        case claimedAuthenticationNeeded(tokenUniqueReference: String?)
        /// Somebody says that the card was there before.
        case claimedDuplicate
        /// The consumer left: another attempt needs another push.
        case cancelled
        /// Give no reason.
        case declined
        case failed
        /// The network says that there is an active token.
        case confirmed(ConfirmedToken)

        /// Whether the consumer may be told that the card is in Click to Pay.
        public var isSuccess: Bool {
            if case .confirmed = self { true } else { false }
        }
    }

    /// A token that the network vouches for. Only this module makes one.
    public struct ConfirmedToken: Sendable, Hashable {
        public enum Source: Sendable, Hashable {
            case notification
            case tokenQuery
        }

        public let tokenUniqueReference: String
        public let source: Source

        init(_ tokenUniqueReference: String, _ source: Source) {
            self.tokenUniqueReference = tokenUniqueReference
            self.source = source
        }
    }

    /// Why a return is not taken. It holds nothing of the link.
    public enum Refusal: Error, Sendable, Hashable, CustomStringConvertible {
        case malformed(LinkFinding)
        /// The value that binds it to this session is missing or another.
        case notBound
        /// It speaks of a receipt that this session never got.
        case otherReceipt
        /// It came when nothing was expected any more.
        case tooLate

        public var description: String {
            switch self {
            case .malformed(let finding): finding.description
            case .notBound: "the return does not belong to this session"
            case .otherReceipt: "the return is about another receipt"
            case .tooLate: "the return came after 30 minutes"
            }
        }
    }

    /// The parameter of the callback that binds the return.
    public static let bindingParameter = "sid"
    /// How long the consumer is waited for.
    public static let returnWait = Duration.seconds(30 * 60)
    /// How long a claim is shown as being processed.
    public static let confirmationWait = Duration.seconds(60)

    /// How far the network's clock may be behind.
    private static let clockSkew = Duration.seconds(5 * 60)

    /// What the first return said.
    public struct Claim: Sendable, Hashable {
        public var status: PushResult.Status
        public var tokenUniqueReference: String?

        public init(status: PushResult.Status, tokenUniqueReference: String? = nil) {
            self.status = status
            self.tokenUniqueReference = tokenUniqueReference
        }
    }

    /// What stands for the receipt: whoever has the receipt itself can redeem it, so that it is not kept.
    public let receiptHash: [UInt8]
    /// What `newBinding` gave.
    public let binding: String
    /// The first six and the last four digits of the card.
    public let cardFirstSix: String
    public let cardLastFour: String
    public let createdAt: Timestamp
    public private(set) var claim: Claim?
    public private(set) var confirmation: ConfirmedToken?

    /// A journey that begins.
    public init(
        receipt: PushReceipt, binding: String, cardFirstSix: String, cardLastFour: String, createdAt: Timestamp
    ) {
        self.init(
            receiptHash: Self.hash(of: receipt), binding: binding, cardFirstSix: cardFirstSix,
            cardLastFour: cardLastFour, createdAt: createdAt)
    }

    /// A journey that was kept and is taken up again.
    ///
    /// - Parameter claim: as it was kept. A confirmation is not kept: it is asked for again.
    public init(
        receiptHash: [UInt8], binding: String, cardFirstSix: String, cardLastFour: String, createdAt: Timestamp,
        claim: Claim? = nil
    ) {
        self.receiptHash = receiptHash
        self.binding = binding
        self.cardFirstSix = cardFirstSix
        self.cardLastFour = cardLastFour
        self.createdAt = createdAt
        self.claim = claim
    }

    /// SHA-256 of a receipt, 32 bytes: what to keep of it.
    public static func hash(of receipt: PushReceipt) -> [UInt8] { SHA256.hash(Array(receipt.value.utf8)) }

    /// A value that nobody can guess: 128 random bits as 32 hexadecimal digits.
    public static func newBinding() -> String { Hex.encode(Random.bytes(16)) }

    public func outcome(at now: Timestamp) -> Outcome {
        if let confirmation { return .confirmed(confirmation) }
        guard let claim else { return isOver(at: now) ? .unknown : .waiting }
        return switch claim.status {
        case .approved: .claimedSuccess(tokenUniqueReference: claim.tokenUniqueReference)
        case .requireAdditionalAuthentication:
            .claimedAuthenticationNeeded(tokenUniqueReference: claim.tokenUniqueReference)
        case .duplicateRequest: .claimedDuplicate
        case .cancelled: .cancelled
        case .declined: .declined
        default: .failed
        }
    }

    private func isOver(at now: Timestamp) -> Bool { now >= createdAt.advanced(by: Self.returnWait) }

    // MARK: The return

    /// Takes the link that brought the consumer back.
    ///
    /// - Returns: what it claims. A second return changes nothing.
    public mutating func take(url: String, at now: Timestamp) throws(Refusal) -> Outcome {
        let link: LinkParts
        do {
            link = try LinkParts(url)
        } catch {
            throw .malformed(error)
        }
        return try take(parameters: link.parameters.map { ($0.name, $0.value) }, at: now)
    }

    /// Takes the decoded parameters of that link. A web framework that makes an object of `results[…]` gives its
    /// members as `results[NAME]`.
    public mutating func take(
        parameters: [(name: String, value: String)], at now: Timestamp
    ) throws(Refusal) -> Outcome {
        let bindings = parameters.filter { $0.name == Self.bindingParameter }.map(\.value)
        guard bindings.count == 1, bindings.allSatisfy({ constantTimeEqual(Array($0.utf8), Array(binding.utf8)) }),
            !binding.isEmpty
        else { throw .notBound }
        let (results, findings) = PushReturnURL.results(of: parameters)
        if let fatal = findings.first(where: \.isFatal) { throw .malformed(fatal) }
        guard let result = results.first(where: { constantTimeEqual(Self.hash(of: $0.receipt), receiptHash) })
        else { throw .otherReceipt }
        if claim == nil, confirmation == nil {
            guard !isOver(at: now) else { throw .tooLate }
            claim = Claim(status: result.status, tokenUniqueReference: result.tokenUniqueReference)
        }
        return outcome(at: now)
    }

    // MARK: The proof

    /// Takes a notification whose signature was checked. It confirms when it tells of an active token of this card for
    /// Click to Pay, made since the redirect, and the return has not named another token.
    ///
    /// - Returns: whether the journey is confirmed by now.
    @discardableResult
    public mutating func confirm(by event: TokenEvent) -> Bool {
        if confirmation != nil { return true }
        guard event.eventType == .completion, event.tokenRequestorId == TokenRequestorID.clickToPay.value,
            event.tokenStatus?.uppercased() == "ACTIVE", let reference = event.tokenUniqueReference, isNamed(reference),
            event.cardContractNumber.hasPrefix(cardFirstSix), event.cardContractNumber.hasSuffix(cardLastFour),
            let time = Timestamp(iso8601: event.eventDateTime), time >= createdAt.advanced(by: .zero - Self.clockSkew)
        else { return false }
        confirmation = ConfirmedToken(reference, .notification)
        return true
    }

    /// Takes the answer to a query for the token that the return named. It confirms when that token is active and this
    /// card stands behind it, and nobody but Click to Pay is named as who asked for it.
    ///
    /// - Returns: whether the journey is confirmed by now.
    @discardableResult
    public mutating func confirm(by token: FoundToken) -> Bool {
        if confirmation != nil { return true }
        guard claim?.tokenUniqueReference != nil, isNamed(token.tokenUniqueReference), token.statusCode == "A",
            token.accountPanSuffix == cardLastFour,
            token.tokenRequestorId ?? TokenRequestorID.clickToPay.value == TokenRequestorID.clickToPay.value
        else { return false }
        confirmation = ConfirmedToken(token.tokenUniqueReference, .tokenQuery)
        return true
    }

    /// Whether the return has named this token, or none.
    private func isNamed(_ reference: String) -> Bool {
        claim?.tokenUniqueReference.map { $0 == reference } ?? true
    }
}
