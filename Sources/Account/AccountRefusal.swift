// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why something that a consumer wants of the account is not done.
public enum AccountRefusal: Error, Sendable, Equatable {
    /// A code has to be entered anew before that.
    case proofNeeded
    /// It is not there (any more), or is not this consumer's.
    case notFound
}
