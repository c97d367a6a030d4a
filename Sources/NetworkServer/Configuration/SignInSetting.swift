// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How long tokens of consumers are good, in seconds, and when look-ups are an alarm: whole numbers, for settings
/// (checkout 7).
public struct SignInSetting: Sendable {
    /// The option's name, without dashes.
    public let name: String
    /// What it says, for the help.
    public let summary: String
    public let range: ClosedRange<Int>
    private let place: any WritableKeyPath<ServerConfiguration, Int> & Sendable

    public func value(_ configuration: ServerConfiguration) -> Int { configuration[keyPath: place] }
    public func set(_ value: Int, in configuration: inout ServerConfiguration) {
        configuration[keyPath: place] = value
    }

    public static let all = [
        SignInSetting("id-token-life", "seconds that an ID token is good", 30...3600, \.idTokenSeconds),
        // Cookies are kept for the 180 days, and no browser keeps one much longer.
        SignInSetting(
            "recognition-life", "seconds that a browser is remembered, 180 days at most", 60...15_552_000,
            \.recognitionSeconds),
        SignInSetting(
            "recognition-overlap", "seconds that a recognition token is good after its exchange", 1...3600,
            \.recognitionOverlapSeconds),
        SignInSetting(
            "look-up-alarm-misses", "look-ups of nobody by a client in 10 minutes that are an alarm; 0: none",
            0...1_000_000, \.lookUpAlarmMisses),
        SignInSetting(
            "look-up-alarm-percent", "if so many of a hundred of its look-ups are of nobody", 1...100,
            \.lookUpAlarmPercent),
    ]

    private init(
        _ name: String, _ summary: String, _ range: ClosedRange<Int>,
        _ place: any WritableKeyPath<ServerConfiguration, Int> & Sendable
    ) {
        self.name = name
        self.summary = summary
        self.range = range
        self.place = place
    }
}

extension ServerConfiguration {
    var lookUpAlarm: LookUpWatch.Limits {
        LookUpWatch.Limits(misses: lookUpAlarmMisses, percent: lookUpAlarmPercent)
    }

    func validateSignIn() throws(ConfigurationError) {
        for setting in SignInSetting.all where !setting.range.contains(setting.value(self)) {
            throw ConfigurationError(
                "--" + setting.name, "must be between \(setting.range.lowerBound) and \(setting.range.upperBound)")
        }
    }
}
