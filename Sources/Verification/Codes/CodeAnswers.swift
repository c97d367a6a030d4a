// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

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
