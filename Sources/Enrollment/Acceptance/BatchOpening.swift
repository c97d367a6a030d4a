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
        var kind: BatchKind
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
    func open(
        _ payload: EncryptedPayload, cardsMax: Int, kind: BatchKind, rule: IdentityRule
    ) throws(ServiceError) -> Opened {
        let tokens =
            switch payload {
            case .one(let token): [token]
            case .perConsumer(let tokens): tokens
            }
        let opened = try open(tokens, cardsMax: cardsMax, kind, rule)
        if opened.data.usesLinkedIdentities, rule != .flexible {
            throw ServiceError(
                .permissionDenied,
                details: [
                    ErrorDetail(.invalidValue, .body, "linkedIdentities", "the program has no flexible identities")
                ])
        }
        return opened
    }

    /// Opens a payload as the inbox keeps it: it was admitted when it came.
    func open(stored: [UInt8], cardsMax: Int, rule: IdentityRule) throws(ServiceError) -> Opened {
        let (tokens, kind) = StoredPayload.decode(stored)
        return try open(tokens, cardsMax: cardsMax, kind, rule)
    }

    private func open(
        _ tokens: [[UInt8]], cardsMax: Int, _ kind: BatchKind, _ rule: IdentityRule
    ) throws(ServiceError) -> Opened {
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
            generation: kind.generation, rule: rule)
        // The same records to be enrolled are another content than the same records to be staged.
        var content = Array((kind.mark ?? "").utf8)
        for document in documents { content += document.root.canonicalBytes() }
        return Opened(data: data, content: content, kind: kind)
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

/// How the inbox keeps a payload: the JWE texts as they came, one a line, after the mark of the batch's kind. A JWE has
/// no line breaks.
enum StoredPayload {
    private static let newline = UInt8(ascii: "\n")

    static func encode(_ payload: EncryptedPayload, _ kind: BatchKind) -> [UInt8] {
        let tokens =
            switch payload {
            case .one(let token): [token]
            case .perConsumer(let tokens): tokens
            }
        guard let mark = kind.mark else {
            return tokens.count == 1 ? tokens[0] : Array(tokens.joined(separator: [newline]))
        }
        return Array(([Array(mark.utf8)] + tokens).joined(separator: [newline]))
    }

    static func decode(_ bytes: [UInt8]) -> (tokens: [[UInt8]], BatchKind) {
        var lines = bytes.split(separator: newline).map(Array.init)
        let kind = BatchKind.all.first { kind in
            kind.mark.map { mark in lines.first.map { $0.elementsEqual(mark.utf8) } ?? false } ?? false
        }
        if kind != nil { lines.removeFirst() }
        return (lines, kind ?? BatchKind())
    }
}
