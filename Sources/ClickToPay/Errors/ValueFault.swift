// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a text is not the value that it should be. It knows neither the text nor where it stood.
public struct ValueFault: Error, Sendable {
    public let reason: DetailReason
    /// The rule that is broken, as a sentence about the value: "must be a UUID".
    public let message: StaticString

    init(_ reason: DetailReason, _ message: StaticString) {
        self.reason = reason
        self.message = message
    }

    static func format(_ message: StaticString) -> ValueFault { ValueFault(.invalidFormat, message) }
    static func value(_ message: StaticString) -> ValueFault { ValueFault(.invalidValue, message) }
}

extension ValueFault: Equatable, CustomStringConvertible {
    public static func == (left: ValueFault, right: ValueFault) -> Bool {
        left.reason == right.reason && left.description == right.description
    }

    public var description: String { message.description }
}
