// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import IssuerKit

/// One try to bring a card into Click to Pay, as the bank keeps it (token-connect 9.2).
struct Attempt: Sendable, Equatable {
    enum Way: Int64, Sendable {
        /// By the page of Click to Pay.
        case page = 1
        /// By the bank itself.
        case here = 2
    }

    var id: Int64
    var user: String
    var card: String
    var way: Way
    /// The unguessable value in the callback.
    var binding: String
    /// The receipt itself is kept nowhere.
    var receiptHash: [UInt8]
    var created: Timestamp
    /// What the first return said, or the network to the bank itself.
    var claim: PushSession.Claim?
    var claimed: Timestamp?
    /// When the network vouched for the token.
    var confirmed: Timestamp?

    /// The journey, taken up again.
    func session(_ face: CardFace) -> PushSession {
        PushSession(
            receiptHash: receiptHash, binding: binding, cardFirstSix: face.firstSix, cardLastFour: face.lastFour,
            createdAt: created, claim: claim)
    }

    /// Where it stands. Only what was confirmed is a success.
    func outcome(_ face: CardFace, at now: Timestamp) -> Outcome {
        if confirmed != nil { return .added }
        return switch session(face).outcome(at: now) {
        case .confirmed: .added
        // The bank's own call gets its answer at once, or none.
        case .waiting: way == .here ? .unknown : .waiting
        case .unknown: .unknown
        case .claimedSuccess:
            claimed.map { now < $0.advanced(by: PushSession.confirmationWait) } ?? true
                ? .processing : .stillProcessing
        case .claimedAuthenticationNeeded: .authenticate
        case .claimedDuplicate: .duplicate
        case .cancelled: .cancelled
        case .declined: .declined
        case .failed: .failed
        }
    }

    enum Outcome: Sendable, CaseIterable {
        case added
        case processing
        case stillProcessing
        case duplicate
        case cancelled
        case declined
        case authenticate
        case failed
        case waiting
        case unknown
    }
}

/// The token that stands for a card in Click to Pay.
struct KnownToken: Sendable, Equatable {
    var card: String
    var reference: String
    /// `A` active, `S` suspended, `U` not activated: as the network said it last.
    var status: String
    var checked: Timestamp
}
