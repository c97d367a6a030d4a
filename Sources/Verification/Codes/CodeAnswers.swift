// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// How a code goes out.
public enum CodeDispatch: Sendable, Equatable {
    /// The answer says whether it was taken.
    case awaited
    /// The answer comes before it is handed over, so that nobody can tell whether it was (checkout 7, strict mode).
    case unawaited
    /// Everything is counted and kept as for a code that is sent, and nothing is sent: for an identity of nobody.
    case pretended
}

/// What became of the wish to have a code sent (checkout 4.3).
public enum CodeSending: Equatable, Sendable {
    /// The code is on its way, until when it can be used, and from when on another one may be asked for.
    case sent(expiresAt: Timestamp, nextSendAt: Timestamp)
    /// The identity has had as many codes as it may for now (RETRIES_EXCEEDED). A code that was sent before stays.
    case tooSoon(nextSendAt: Timestamp)
    /// Too much was guessed for this identity (ACCT_INACCESSIBLE).
    case locked(until: Timestamp)
    /// Whoever delivers codes did not take it (OTP_SEND_FAILED). It counts as a send, and cannot be used.
    case undeliverable
}

/// What a guess was (checkout 4.4).
public enum CodeCheck: Equatable, Sendable {
    /// The code, which is used up by this.
    case right
    /// CODE_INVALID. At least one more guess is left.
    case wrong(guessesLeft: Int)
    /// This code takes no more guesses (RETRIES_EXCEEDED).
    case void
    /// CODE_EXPIRED
    case expired
    /// No code was sent for this binding, or it was used.
    case none
    /// Too much was guessed for this identity; nothing was compared, unless this is the guess that was one too many
    /// (ACCT_INACCESSIBLE).
    case locked(until: Timestamp)
}
