// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The decrypted part of a batch (enrollment 7.4).
public struct EnrollmentData: Sendable {
    /// Cards of a batch unless the server is configured otherwise (enrollment 16).
    public static let cardsMaxDefault = 250

    /// In the order of the text.
    public var records: [ConsumerRecord]
    public var cardCount: Int
    /// Whether any consumer is given by `linkedIdentities`, which only flexible programs may send.
    public var usesLinkedIdentities: Bool

    /// Reads the plaintext of a batch, or the plaintexts of one that is encrypted for each consumer: each of those is
    /// one consumer or has `consumers` of its own. A flat list of `records` is grouped by `externalConsumerId`.
    ///
    /// Throws one error with every fault that refuses the whole batch: what keeps a result from being reported
    /// (enrollment 7.6). What is wrong with a single consumer or card stays with its record.
    /// - Parameters:
    ///   - today: cards that have expired before it are faulty.
    ///   - cardsMax: more cards than that refuse the batch.
    ///   - rule: which identities a consumer must have.
    public static func decode(
        _ plaintexts: [JSONValue], today: CalendarMonth, cardsMax: Int = cardsMaxDefault,
        generation: APIGeneration = .v1, rule: IdentityRule = .classic
    ) throws(ServiceError) -> EnrollmentData {
        var reader = EnrollmentReader(today: today, cardsMax: cardsMax, generation: generation, rule: rule)
        for plaintext in plaintexts { reader.read(plaintext) }
        return try reader.finish()
    }

    public static func decode(
        _ plaintext: JSONValue, today: CalendarMonth, cardsMax: Int = cardsMaxDefault, generation: APIGeneration = .v1,
        rule: IdentityRule = .classic
    ) throws(ServiceError) -> EnrollmentData {
        try decode([plaintext], today: today, cardsMax: cardsMax, generation: generation, rule: rule)
    }
}
