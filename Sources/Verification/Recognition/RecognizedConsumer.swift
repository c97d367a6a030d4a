// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store

/// The consumer whose browser brought a recognition token.
public struct RecognizedConsumer: Sendable, Equatable {
    /// The row number of the profile.
    public var consumer: Int64
    /// The directory that the profile is in.
    public var directory: Int64
    /// The id of the profile on the wire, a UUID.
    public var srcConsumerId: String
    /// The app instance that the token was given to.
    public var appInstance: String
    /// The token, by its number.
    public var token: Int64
    /// The first token of this browser, by its number: all that were exchanged for it go together.
    public var family: Int64
    /// What was proved when the browser was remembered, as the profile's directory has it; nil: the profile alone.
    public var identity: Identifier?
}

extension RecognizedConsumer {
    public var browser: RecognizedBrowser {
        RecognizedBrowser(token: token, consumer: consumer, appInstance: appInstance)
    }
}

/// A browser that was recognized, by its token: what it takes to exchange that later.
public struct RecognizedBrowser: Sendable, Equatable {
    /// The token, by its number.
    public var token: Int64
    /// Row number of the profile.
    public var consumer: Int64
    /// The app instance that the token was given to.
    public var appInstance: String

    public init(token: Int64, consumer: Int64, appInstance: String) {
        self.token = token
        self.consumer = consumer
        self.appInstance = appInstance
    }

    // MARK: In records

    public var text: String { "\(token):\(consumer):\(appInstance)" }

    /// Nil for what `text` never gives.
    public init?(text: String) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let token = Int64(parts[0]), let consumer = Int64(parts[1]) else { return nil }
        self.init(token: token, consumer: consumer, appInstance: String(parts[2]))
    }
}

/// A browser that was remembered just now.
public struct RememberedBrowser: Sendable {
    /// For the browser to keep.
    public var token: String
    public var family: Int64
}

/// What a recognition token is good for.
public enum RecognitionStanding: Sendable, Equatable {
    case good(RecognizedConsumer)
    /// Its 180 days are over.
    case expired
    /// Forged, another client's or another browser's, taken back, or exchanged a while ago.
    case none
}

/// Why a browser cannot be remembered.
public enum RecognitionRefusal: Error, Sendable, Equatable {
    /// The profile is not there, not in that directory, or has not this identity.
    case noSuchConsumer
}
