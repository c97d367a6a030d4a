// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Store
internal import Verification

/// Who has signed in before a checkout, and what was proved in its window: for the ID token that its end may carry, and
/// gone with that.
struct CheckoutVisitor: Sendable, Equatable {
    /// What was proved before.
    var identities: [LinkedIdentity]
    /// The family of the browser that is remembered with that.
    var browser: Int64?
    /// The row of the ID token that the checkout was begun with; nil: the checkout was open before an update.
    var token: Int64?
    /// Where the code went that was entered in the window.
    var proved: LinkedIdentity?
}

/// What a checkout does with ID tokens.
public struct CheckoutIdTokens: Sendable {
    let issue: @Sendable (CheckoutSignIn) throws -> String
    let retire: @Sendable (Int64, any DirectoryWriting) throws -> Void
    let failed: @Sendable () -> Void

    /// - Parameters:
    ///   - issue: gives the ID token that the end of a checkout carries. It may wait for the store.
    ///   - retire: makes the ID token of a row good for signing out alone, in the job that ends the checkout.
    ///   - failed: told when the end of a completed checkout goes without its tokens because they cannot be made.
    public init(
        issue: @escaping @Sendable (CheckoutSignIn) throws -> String,
        retire: @escaping @Sendable (Int64, any DirectoryWriting) throws -> Void,
        failed: @escaping @Sendable () -> Void
    ) {
        self.issue = issue
        self.retire = retire
        self.failed = failed
    }
}

/// An ID token that the end of a checkout carries (checkout 4.7, 5.8).
public struct CheckoutSignIn: Sendable {
    /// Whom it stands for.
    public enum Bearer: Sendable, Equatable {
        /// A consumer who has entered a code in the window.
        case proved(LinkedIdentity)
        /// The consumer who had signed in before; nothing was proved anew. Empty: by a browser that is remembered for
        /// the profile alone.
        case earlier([LinkedIdentity])
        /// Nobody: "Not you?" was pressed, and whoever sits there is somebody else. It is good for signing out.
        case nobody([LinkedIdentity])
    }

    public var bearer: Bearer
    /// `srcClientId` and `srcDpaId` of the shop.
    public var client: String
    public var dpa: String
    /// Directory and row of the checkout's profile.
    public var directory: Int64
    public var consumer: Int64
    /// The family of the browser that signing out forgets.
    public var browser: Int64?
}

extension CheckoutSession {
    /// Nil: the end of the checkout carries no ID token.
    var bearer: CheckoutSignIn.Bearer? {
        guard let visitor, !isGuest else { return nil }
        // Of a newcomer there is nothing to sign out.
        if action == .switchConsumer {
            let isNewcomer = visitor.token == nil && visitor.identities.isEmpty
            return isNewcomer ? nil : .nobody(visitor.identities)
        }
        if let proved = visitor.proved { return .proved(proved) }
        return unbindsAppInstance ? .earlier(visitor.identities) : nil
    }
}

extension LinkedIdentity {
    init(_ channel: CodeChannel) {
        switch channel {
        case .email(let email): self = .email(email)
        case .mobile(let mobile): self = .mobile(mobile)
        }
    }
}
