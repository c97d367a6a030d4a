// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Verification

/// The limits of one-time codes as whole numbers, for settings: durations in seconds (checkout 7).
public struct CodeSetting: Sendable {
    /// The option's name, without dashes.
    public let name: String
    /// What it says, for the help.
    public let summary: String
    public let range: ClosedRange<Int>
    private let place: any WritableKeyPath<CodeLimits, Int> & Sendable

    public func value(_ limits: CodeLimits) -> Int { limits[keyPath: place] }
    public func set(_ value: Int, in limits: inout CodeLimits) { limits[keyPath: place] = value }

    public static let all = [
        CodeSetting("code-life", "seconds that a one-time code can be used", 30...3600, \.lifeSeconds),
        CodeSetting("code-send-interval", "seconds between two sends at least", 1...3600, \.sendIntervalSeconds),
        CodeSetting("code-sends-quarter-hour", "codes for an identity in 15 minutes", 1...100, \.sendsPerQuarterHour),
        CodeSetting("code-sends-day", "codes for an identity in a day", 1...100, \.sendsPerDay),
        CodeSetting(
            "code-misses-provisioning", "wrong guesses at a code for adding a card", 1...100, \.missesProvisioning),
        CodeSetting("code-misses-sign-in", "wrong guesses at a code for signing in", 1...100, \.missesSignIn),
        CodeSetting("code-voids-day", "codes guessed void in a day that lock an identity", 1...100, \.voidsPerDay),
        CodeSetting("code-misses-day", "wrong guesses in a day that lock an identity", 1...100, \.missesPerDay),
        CodeSetting("code-lock", "seconds that an identity is locked", 60...2_592_000, \.lockSeconds),
    ]

    private init(
        _ name: String, _ summary: String, _ range: ClosedRange<Int>,
        _ place: any WritableKeyPath<CodeLimits, Int> & Sendable
    ) {
        self.name = name
        self.summary = summary
        self.range = range
        self.place = place
    }
}

extension CodeLimits {
    fileprivate var lifeSeconds: Int {
        get { Int(life.components.seconds) }
        set { life = .seconds(newValue) }
    }

    fileprivate var sendIntervalSeconds: Int {
        get { Int(sendInterval.components.seconds) }
        set { sendInterval = .seconds(newValue) }
    }

    fileprivate var lockSeconds: Int {
        get { Int(lock.components.seconds) }
        set { lock = .seconds(newValue) }
    }
}
