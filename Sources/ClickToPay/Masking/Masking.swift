// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How personal data is shown (enrollment 5.10). A mask never tells how long a short name is.
public enum Masking {
    /// First and last character of the local part and the whole domain: `a*****a@example.test`. A local part of one or
    /// two characters shows only the first.
    public static func email(_ address: String) -> String {
        guard let at = address.lastIndex(of: "@") else { return "*****" }
        let local = address[..<at]
        guard let first = local.first else { return "*****" + address[at...] }
        let last = local.count > 2 ? local.last.map(String.init) ?? "" : ""
        return "\(first)*****\(last)\(address[at...])"
    }

    /// The last three digits of the national number: `(***) ***-*123`.
    public static func phone(_ nationalNumber: String) -> String {
        let digits = nationalNumber.suffix(3)
        return "(***) ***-*" + (nationalNumber.utf8.count > 5 ? String(digits) : "***")
    }

    /// The initial: `A***`; at least three asterisks, and never more than seven.
    public static func name(_ name: String) -> String {
        guard let first = name.first else { return "" }
        return String(first) + String(repeating: "*", count: min(7, max(3, name.count - 1)))
    }

    /// Each word by its initial: `A*** E******`.
    public static func fullName(_ name: String) -> String {
        words(name, masked: Masking.name)
    }

    /// The first character: `9****`.
    public static func zip(_ zip: String) -> String {
        guard let first = zip.first else { return "" }
        return String(first) + "****"
    }

    /// Each word by its first character, all with the same number of asterisks: `1*** S*** R***`.
    public static func address(_ text: String) -> String {
        var masked = ""
        var isWithin = false
        for character in text {
            defer { isWithin = character != " " }
            guard character != " ", !isWithin else { continue }
            if !masked.isEmpty { masked.append(" ") }
            masked.append(character)
            masked.append("***")
        }
        return masked
    }

    private static func words(_ text: String, masked: (String) -> String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true).map { masked(String($0)) }.joined(separator: " ")
    }
}
