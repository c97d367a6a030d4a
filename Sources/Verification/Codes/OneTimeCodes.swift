// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Cryptography
public import Store
public import Vault

/// The codes that consumers prove an email address or a mobile number with (checkout 4.3, 4.4, 7).
///
/// The store has a keyed hash of a code, of what it is bound to and of the identity, and nothing of them in clear. All
/// counting happens in jobs of the store, one after the other, so that guesses made side by side get no more tries.
public final class OneTimeCodes: Sendable {
    private let store: any DirectoryStore
    private let keys: CodeKeys
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let delivery: any CodeDelivery
    private let limits: CodeLimits
    private let fixedCode: @Sendable (CodeChannel) -> OneTimeCode?

    /// - Parameters:
    ///   - entropy: must not be foreseeable: the codes come from it.
    ///   - fixedCode: sandbox: the code that an identity always gets; nil: a random one.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource,
        delivery: any CodeDelivery, limits: CodeLimits = CodeLimits(),
        fixedCode: @escaping @Sendable (CodeChannel) -> OneTimeCode? = { _ in nil }
    ) {
        self.store = store
        keys = CodeKeys(vault: vault)
        self.clock = clock
        self.entropy = entropy
        self.delivery = delivery
        self.limits = limits
        self.fixedCode = fixedCode
    }

    /// The kinds of identities that codes can be sent to.
    public var reach: Set<IdentityType> { delivery.reach }

    // MARK: Sending

    /// Sends a new code; the one that was sent before for the same binding and identity is void from then on.
    ///
    /// - Parameters:
    ///   - language: what the consumer reads.
    ///   - dispatch: whether the answer waits for the delivery, and whether there is one.
    ///   - completion: called once, from this thread or from that of the delivery; it fails when the store does.
    public func send(
        to channel: CodeChannel, for binding: CodeBinding, language: LanguageCode, dispatch: CodeDispatch = .awaited,
        completion: @escaping @Sendable (Result<CodeSending, any Error>) -> Void
    ) {
        let draft: Draft
        do {
            switch try prepare(channel, binding) {
            case .refused(let answer): return completion(.success(answer))
            case .drafted(let made): draft = made
            }
        } catch {
            return completion(.failure(error))
        }
        let message = CodeMessage(
            channel: channel, code: draft.code, language: language, purpose: binding.purpose, sentAt: draft.at,
            expiresAt: draft.row.expires)
        let sent = CodeSending.sent(expiresAt: draft.row.expires, nextSendAt: draft.nextSend)
        if dispatch != .awaited { completion(.success(sent)) }
        guard dispatch != .pretended else { return }
        delivery.deliver(message) { [self] isTaken in
            let answer = isTaken ? .success(sent) : Result { try takeBack(draft.row) }
            if dispatch == .awaited { completion(answer) }
        }
    }

    /// Until when nothing is sent to an identity and nothing is compared for it; nil: it is not locked.
    public func lockedUntil(_ channel: CodeChannel) throws -> Timestamp? {
        let identity = keys.identity(channel)
        return try store.read { try tally(identity, clock.now, in: $0).lockedUntil }
    }

    /// Forgets what was counted of an identity, and with it the lock. For a sandbox.
    public func forget(_ channel: CodeChannel) throws {
        let fresh = CodeTallyRow(identity: keys.identity(channel), rests: clock.now)
        try store.write { try $0.put(codeTally: fresh) }
    }

    /// A code that is kept and has not been handed to the delivery.
    private struct Draft: Sendable {
        var row: CodeRow
        var code: OneTimeCode
        var at: Timestamp
        var nextSend: Timestamp
    }

    private enum Preparation: Sendable {
        case refused(CodeSending)
        case drafted(Draft)
    }

    private func prepare(_ channel: CodeChannel, _ binding: CodeBinding) throws -> Preparation {
        let identity = keys.identity(channel)
        let place = keys.binding(binding, identity)
        let code = try fixedCode(channel) ?? randomCode()
        return try store.write { [self] writing in
            let now = clock.now
            var tally = try tally(identity, now, in: writing)
            if let until = tally.lockedUntil { return .refused(.locked(until: until)) }
            let next = tally.nextSend
            if next > now { return .refused(.tooSoon(nextSendAt: next)) }
            tally.countSend()
            let expires = now.advanced(by: limits.life)
            let row = CodeRow(binding: place, code: keys.code(code, place, expires), expires: expires)
            try writing.put(code: row)
            try writing.put(codeTally: tally.row)
            return .drafted(Draft(row: row, code: code, at: now, nextSend: tally.nextSend))
        }
    }

    /// A code that nobody got can be used by nobody.
    private func takeBack(_ row: CodeRow) throws -> CodeSending {
        try store.write { writing in
            if try writing.code(of: row.binding)?.code == row.code { try writing.deleteCode(of: row.binding) }
        }
        return .undeliverable
    }

    /// Every code is as likely as every other one.
    private func randomCode() throws -> OneTimeCode {
        let count: UInt64 = 1_000_000
        let fair = UInt64.max - UInt64.max % count
        var word = entropy.word()
        while word >= fair { word = entropy.word() }
        let digits = String(word % count)
        return try OneTimeCode(String(repeating: "0", count: CodeLimits.digits - digits.count) + digits)
    }

    // MARK: Checking

    /// Takes a guess. A right one uses the code up; a wrong one counts before the answer is given.
    ///
    /// - Throws: when the store fails: then nothing was counted, and nothing is told of the code.
    public func check(_ code: OneTimeCode, sentTo channel: CodeChannel, for binding: CodeBinding) throws -> CodeCheck {
        let identity = keys.identity(channel)
        let place = keys.binding(binding, identity)
        return try store.write { [self] writing in
            let now = clock.now
            var tally = try tally(identity, now, in: writing)
            if let until = tally.lockedUntil { return .locked(until: until) }
            guard var row = try writing.code(of: place) else { return .none }
            let most = limits.misses(for: binding.purpose)
            guard row.misses < most else { return .void }
            guard row.expires > now else { return .expired }
            if constantTimeEqual(keys.code(code, place, row.expires).bytes, row.code.bytes) {
                try writing.deleteCode(of: place)
                return .right
            }
            row.misses += 1
            tally.countMiss(isVoid: row.misses >= most)
            try writing.put(code: row)
            try writing.put(codeTally: tally.row)
            if let until = tally.lockedUntil { return .locked(until: until) }
            return row.misses >= most ? .void : .wrong(guessesLeft: min(most - row.misses, tally.missesLeft))
        }
    }

    private func tally(
        _ identity: BlindIndex, _ now: Timestamp, in reading: any DirectoryReading
    ) throws -> CodeTally {
        let kept = try reading.codeTally(of: identity)
        return CodeTally(kept ?? CodeTallyRow(identity: identity, rests: now), limits, at: now)
    }
}
