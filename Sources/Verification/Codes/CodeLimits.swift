// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How often and how long codes may be used (checkout 7). Everything counts for one identity, whatever sessions,
/// clients and purposes it is asked for in.
///
/// With the defaults nobody passes without the code but by a chance of 15 in 1,000,000 for an identity and a day:
/// `missesPerDay` wrong guesses over all its codes, against codes of six digits.
public struct CodeLimits: Sendable, Equatable {
    /// Digits of a code.
    public static let digits = 6
    /// The day in which sends, misses and void codes are counted: the 24 hours before, not a day of the calendar.
    static let day = Duration.seconds(86_400)
    static let quarterHour = Duration.seconds(900)

    /// How long a code can be used.
    public var life = Duration.seconds(600)
    /// The least time between two sends.
    public var sendInterval = Duration.seconds(60)
    public var sendsPerQuarterHour = 3
    public var sendsPerDay = 10
    /// Wrong guesses that make a code for provisioning void (token-connect 10.3, row 4).
    public var missesProvisioning = 3
    /// Wrong guesses that make a code for signing in, or for a checkout, void.
    public var missesSignIn = 5
    /// Codes that wrong guesses have made void in a day: with this many the identity is locked.
    public var voidsPerDay = 3
    /// Wrong guesses over all codes in a day: with this many the identity is locked.
    public var missesPerDay = 15
    /// How long an identity is locked.
    public var lock = Duration.seconds(86_400)

    public init() {}

    func misses(for purpose: CodePurpose) -> Int {
        switch purpose {
        case .provisioning: missesProvisioning
        case .signIn, .checkout: missesSignIn
        }
    }
}
