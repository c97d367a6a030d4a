// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// Reads members of a request and collects what is wrong with them, so that one answer tells everything. Members that
/// are not known are passed over (token-connect 2).
struct FieldReader {
    /// In the order in which they were found, each once.
    private(set) var errors: [TokenConnectError] = []

    mutating func note(_ error: TokenConnectError) {
        if !errors.contains(error) { errors.append(error) }
    }

    /// Refuses the request when anything was wrong with it.
    func check() throws(TokenConnectRefusal) {
        if !errors.isEmpty { throw TokenConnectRefusal(errors) }
    }

    /// The member, null meaning none.
    mutating func member(_ object: JSONValue, _ name: StaticString, isRequired: Bool) -> JSONValue? {
        if let value = object[name], !value.isNull { return value }
        if isRequired { note(.missing(name.description)) }
        return nil
    }

    /// A member that is an object.
    mutating func object(_ object: JSONValue, _ name: StaticString, isRequired: Bool = false) -> JSONValue? {
        guard let value = member(object, name, isRequired: isRequired) else { return nil }
        guard value.kind == .object else {
            note(.format(name.description))
            return nil
        }
        return value
    }

    /// A member that is a text of `lengths` characters (Unicode scalars) without control characters.
    ///
    /// - Parameter rule: what the text must look like besides.
    mutating func text(
        _ object: JSONValue, _ name: StaticString, _ lengths: ClosedRange<Int>, isRequired: Bool = false,
        rule: (String) -> Bool = { _ in true }
    ) -> String? {
        guard let value = member(object, name, isRequired: isRequired) else { return nil }
        guard let text = value.string else {
            note(.format(name.description))
            return nil
        }
        guard lengths.contains(text.unicodeScalars.count) else {
            note(.length(name.description))
            return nil
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }), rule(text) else {
            note(.format(name.description))
            return nil
        }
        return text
    }

    /// A truth value: JSON's own, or one of its words in any case (token-connect 5.1).
    mutating func flag(_ object: JSONValue, _ name: StaticString) -> Bool? {
        guard let value = member(object, name, isRequired: false) else { return nil }
        if let flag = value.boolean { return flag }
        switch value.string?.lowercased() {
        case "true": return true
        case "false": return false
        default:
            note(.format(name.description))
            return nil
        }
    }
}

/// The forms that fields of the Token Connect API have.
enum FieldForm {
    static func isDigits(_ text: String) -> Bool {
        text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    static func isCapitals(_ text: String) -> Bool {
        text.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 }
    }

    /// `ll_CC`.
    static func isLocale(_ text: String) -> Bool {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2 && parts[0].utf8.count == 2 && parts[0] == parts[0].lowercased()
            && isCapitals(parts[0].uppercased()) && parts[1].utf8.count == 2 && isCapitals(parts[1])
    }
}
