// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a code is bound to, beside the identity that it was sent to: a code of one session, client or purpose never
/// passes in another (checkout 7).
public struct CodeBinding: Sendable, Hashable {
    /// Names the session; not empty, and not to be guessed by whoever is not in it.
    public let session: [UInt8]
    /// The client, and whatever of it the code must not leave, such as a DPA.
    public let client: String
    public let purpose: CodePurpose

    public init(session: [UInt8], client: String, purpose: CodePurpose) {
        self.session = session
        self.client = client
        self.purpose = purpose
    }
}

/// What a code is to allow. The words are part of what is hashed: they never change their meaning.
public enum CodePurpose: String, Sendable, CaseIterable {
    /// Adding a pushed card to a profile (token-connect 10.3).
    case provisioning
    /// Signing in at checkout (checkout 4.4).
    case signIn
    /// Showing at a checkout that one is the cardholder (checkout 5.5).
    case checkout
}
