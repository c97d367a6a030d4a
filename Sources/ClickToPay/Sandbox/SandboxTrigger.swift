// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a sandbox does on purpose when it meets a reserved value (enrollment 18.2). A server that is no sandbox never
/// asks.
public enum SandboxTrigger: Sendable, Hashable {
    /// The card is refused for that reason, with that class.
    case refuseCard(DetailReason, ErrorClass)
    /// The card succeeds with that pending event.
    case pendingEvent(String)
    /// The batch record stays in progress for that many seconds.
    case delay(seconds: Int)
    /// The card succeeds and its token is suspended after that many seconds.
    case suspendToken(seconds: Int)
    /// The consumer's profile is locked.
    case lockConsumer
    /// The consumer's identifiers point at different profiles.
    case ambiguousConsumer
    /// The whole batch fails.
    case failBatch

    /// By the last four digits of the card number.
    static let cards: [String: SandboxTrigger] = [
        "0010": .refuseCard(.invalidPAN, .invalidState),
        "0028": .refuseCard(.panIneligible, .invalidState),
        "0036": .refuseCard(.tokenizationIneligible, .invalidState),
        "0044": .refuseCard(.issuerDeclined, .invalidState),
        "0051": .refuseCard(.noResponseFromIssuer, .unavailable),
        "0069": .pendingEvent("PENDING_SCA"),
        "0077": .delay(seconds: 60),
        "0085": .suspendToken(seconds: 30),
    ]

    /// By the local part of the email address, in lower case.
    static let consumers: [String: SandboxTrigger] = [
        "locked": .lockConsumer,
        "ambiguous": .ambiguousConsumer,
    ]

    static let failingBatchPrefix = "FAIL-"

    public static func card(_ pan: PAN) -> SandboxTrigger? {
        card(panLastFour: pan.panLastFour)
    }

    public static func card(panLastFour: String) -> SandboxTrigger? {
        cards[panLastFour]
    }

    public static func consumer(_ consumer: Consumer) -> SandboxTrigger? {
        if let trigger = consumer.email.flatMap(self.consumer) { return trigger }
        for identity in consumer.moreIdentities {
            if let trigger = identity.email.flatMap(self.consumer) { return trigger }
        }
        return nil
    }

    public static func consumer(_ email: Email) -> SandboxTrigger? {
        guard let at = email.matching.firstIndex(of: "@") else { return nil }
        return consumers[String(email.matching[..<at])]
    }

    public static func batch(_ externalBatchId: ExternalID) -> SandboxTrigger? {
        externalBatchId.value.hasPrefix(failingBatchPrefix) ? .failBatch : nil
    }

    /// Last four digits that make something happen, for documents and test data.
    public static var cardEndings: [String] { cards.keys.sorted() }

    /// A card number with that ending and a right check digit: `number` picks one of a million in a Mastercard range.
    public static func examplePAN(ending: String, number: Int = 0) -> PAN? {
        guard ending.utf8.count == 4, ending.utf8.allSatisfy(\.isDigit), (0..<1_000_000).contains(number) else {
            return nil
        }
        let digits = String(number)
        let middle = String(repeating: "0", count: 6 - digits.utf8.count) + digits
        // One of the ten makes the check digit right.
        for digit in 0...9 {
            if let pan = try? PAN("52043" + "\(digit)" + middle + ending) { return pan }
        }
        return nil
    }
}
