// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why two texts make no phone number. It carries nothing of them.
public struct PhoneNumberFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The text that is at fault, by its name on the wire.
    public enum Field: String, Sendable, Hashable {
        case countryCode, phoneNumber
    }

    public struct Reason: Sendable, Hashable, CustomStringConvertible {
        public let description: String

        public static let empty = Reason(description: "must not be empty")
        /// Something other than digits, spaces, dashes, brackets and, before a country code, a plus sign.
        public static let notDigits = Reason(description: "must consist of digits")
        /// Shorter or longer than the field allows, or more than 15 digits together.
        public static let length = Reason(description: "has a wrong number of digits")
        public static let unknownCountryCode = Reason(description: "is not a calling code in use")
        /// The numbering plan has no such number.
        public static let notValid = Reason(description: "is not a valid number of that country")
    }

    public let field: Field
    public let reason: Reason

    public var description: String { "\(field.rawValue) \(reason)" }
}
