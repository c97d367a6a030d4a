// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why the directory did not do what was asked. One place above turns these into the contract's errors.
public enum DirectoryRefusal: Error, Sendable, Equatable {
    /// No such profile in this directory.
    case noProfile
    /// No such card in this directory.
    case noCard
    /// The new email belongs to another profile.
    case emailTaken
    /// The new mobile number belongs to another profile.
    case mobileTaken
    /// One of the new `linkedIdentities` belongs to another profile (enrollment 11).
    case identityTaken
    /// The profile has the card from another issuer: whoever asks has no say over it.
    case cardOfAnotherIssuer
    /// The new identities belong to two other profiles.
    case ambiguousIdentity
}
