// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Cryptography
public import SignIn
internal import Store

/// A consumer at the account's pages, as the session says it and as the directories are now.
public struct AccountSession: Sendable {
    /// For how long after a code was entered nothing is asked again.
    public static let proofLife = Duration.seconds(600)

    let row: Int64
    /// What the browser keeps: letters, digits, `-` and `_`.
    public let text: String
    /// What every form of the session must bring back.
    public let mark: String
    /// What the consumer has proved.
    public let identity: LinkedIdentity
    /// The same with the live profiles of all directories.
    public let signedIn: SignedIn
    /// Whether there is anything left of the consumer: a profile, or a card that waits.
    public let isPresent: Bool
    /// The remembered browser that it stands on, or was remembered with it, and its profile.
    let browser: (consumer: Int64, family: Int64)?
    let proved: Timestamp?
    let now: Timestamp

    /// Whether a code was entered so short a while ago that what cannot be undone may be done.
    public var isProved: Bool { proved.map { $0.advanced(by: Self.proofLife) > now } ?? false }

    /// The family of the browser that the session stands on; nil: it stands on a code, and the browser was not
    /// remembered with it.
    public var family: Int64? { signedIn.browser }

    /// Whether a form is one of this session's own.
    public func isMarked(_ mark: String?) -> Bool {
        constantTimeEqual(Array((mark ?? "").utf8), Array(self.mark.utf8))
    }

    func needProof() throws(AccountRefusal) {
        if !isProved { throw .proofNeeded }
    }

    /// The profiles that may be used.
    var profiles: [Int64] { signedIn.profiles.filter { $0.status == .active }.map(\.id) }
}
