// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay

/// A code on its way to a consumer.
public struct CodeMessage: Sendable {
    public var channel: CodeChannel
    public var code: OneTimeCode
    /// What the consumer reads.
    public var language: LanguageCode
    public var purpose: CodePurpose
    public var sentAt: Timestamp
    public var expiresAt: Timestamp

    public init(
        channel: CodeChannel, code: OneTimeCode, language: LanguageCode, purpose: CodePurpose, sentAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.channel = channel
        self.code = code
        self.language = language
        self.purpose = purpose
        self.sentAt = sentAt
        self.expiresAt = expiresAt
    }
}

/// What messages to people are sent by.
public protocol MessageDelivery: Sendable {
    /// The kinds of identities that it can send to.
    var reach: Set<IdentityType> { get }
}

/// Takes codes to consumers.
public protocol CodeDelivery: MessageDelivery {
    /// Calls `completion` once, from any thread and within a bounded time: whether the message was taken.
    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void)
}

/// For a server that has nothing to deliver codes with: every send is undeliverable.
public struct NoCodeDelivery: CodeDelivery {
    public let reach: Set<IdentityType> = []

    public init() {}

    public func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        completion(false)
    }
}
