// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Cryptography
internal import JOSE
public import Vault
internal import WireJSON

/// Opens a batch's payload: decrypts it, reads it, and finds the faults that refuse the whole batch.
public struct BatchOpening: Sendable {
    /// The JSON inside is no deeper than this.
    private static let depthMax = 16

    /// An opened batch.
    struct Opened {
        var data: EnrollmentData
        /// The canonical content, for the repeat check.
        var content: [UInt8]
    }

    private let keys: NetworkKeyCache
    private let clock: any WallClock
    private let plaintextBytesMax: Int

    /// - Parameter plaintextBytesMax: bytes of one decrypted payload at most.
    public init(vault: Vault, clock: any WallClock, plaintextBytesMax: Int) {
        keys = NetworkKeyCache(vault: vault)
        self.clock = clock
        self.plaintextBytesMax = plaintextBytesMax
    }

    /// Opens a payload as it came.
    ///
    /// - Throws: the contract's error for the whole batch (enrollment 7.6). Every fault of the encryption has the same
    ///   one (enrollment 3.7).
    func open(_ payload: EncryptedPayload, cardsMax: Int) throws(ServiceError) -> Opened {
        switch payload {
        case .one(let token): try open([token], cardsMax: cardsMax)
        case .perConsumer(let tokens): try open(tokens, cardsMax: cardsMax)
        }
    }

    /// Opens a payload as the inbox keeps it.
    func open(stored: [UInt8], cardsMax: Int) throws(ServiceError) -> Opened {
        try open(StoredPayload.decode(stored), cardsMax: cardsMax)
    }

    private func open(_ tokens: [[UInt8]], cardsMax: Int) throws(ServiceError) -> Opened {
        var documents: [JSONDocument] = []
        var bytes = 0
        for token in tokens {
            bytes += token.count
            guard bytes <= plaintextBytesMax * 2 else { throw Self.corrupt }
            documents.append(try document(token))
        }
        let day = clock.now.day
        let data = try EnrollmentData.decode(
            documents.map(\.root), today: CalendarMonth(year: day.year, month: day.month), cardsMax: cardsMax,
            generation: .v1)
        // Linked identities are for programs with flexible identifiers, and there are none.
        if data.usesLinkedIdentities {
            throw ServiceError(
                .permissionDenied,
                details: [
                    ErrorDetail(.invalidValue, .body, "linkedIdentities", "the program has no flexible identifiers")
                ])
        }
        var content: [UInt8] = []
        for document in documents { content += document.root.canonicalBytes() }
        return Opened(data: data, content: content)
    }

    private func document(_ token: [UInt8]) throws(ServiceError) -> JSONDocument {
        do {
            var plaintext = try JWE.decrypt(token, keys: keys.current)
            defer { wipe(&plaintext) }
            let document = try JSONDocument.parse(
                plaintext, limits: JSONLimits(depth: Self.depthMax, bytes: plaintextBytesMax))
            // A plaintext of another shape tells as little as one that could not be decrypted.
            guard document.root.kind == .object else { throw Self.corrupt }
            return document
        } catch {
            throw Self.corrupt
        }
    }

    static let corrupt = ServiceError.corruptData("enrollmentData")
}

/// How the inbox keeps a payload: the JWE texts as they came, one a line. A JWE has no line breaks.
enum StoredPayload {
    static func encode(_ payload: EncryptedPayload) -> [UInt8] {
        switch payload {
        case .one(let token): token
        case .perConsumer(let tokens): Array(tokens.joined(separator: [UInt8(ascii: "\n")]))
        }
    }

    static func decode(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
    }
}
