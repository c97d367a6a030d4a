// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The names and values of a request's query, decoded, in the order of the text.
public struct QueryItems: Sendable {
    private let items: [(name: String, value: String)]

    public init(_ items: [(String, String)] = []) {
        self.items = items.map { (name: $0.0, value: $0.1) }
    }

    func values(_ name: StaticString) -> [String] {
        let name = name.description
        return items.filter { $0.name == name }.map(\.value)
    }

    func has(_ name: StaticString) -> Bool {
        let name = name.description
        return items.contains { $0.name == name }
    }
}

extension FaultCollector {
    /// The one value of a parameter; nil when it is absent or, with a fault, when it is there twice.
    mutating func parameter(_ query: QueryItems, _ name: StaticString) -> String? {
        let values = query.values(name)
        guard values.count < 2 else {
            add(.invalidValue, name, "must not be repeated")
            return nil
        }
        return values.first
    }

    mutating func required<Value: WireText>(_ query: QueryItems, _ name: StaticString) -> Value? {
        guard query.has(name) else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        return optional(query, name)
    }

    mutating func optional<Value: WireText>(_ query: QueryItems, _ name: StaticString) -> Value? {
        guard let text = parameter(query, name) else { return nil }
        guard !text.isEmpty else {
            add(.cannotBeNull, name, "must not be empty")
            return nil
        }
        do throws(ValueFault) {
            return try Value(text)
        } catch {
            add(error, name)
            return nil
        }
    }

    /// A number without a sign.
    mutating func number(_ query: QueryItems, _ name: StaticString, _ allowed: ClosedRange<Int>) -> Int? {
        guard let text = parameter(query, name) else { return nil }
        guard text.utf8.count <= 9, text.utf8.allSatisfy(\.isDigit), let number = Int(text), allowed.contains(number)
        else {
            add(.invalidValue, name, "must be a number within its limits")
            return nil
        }
        return number
    }

    mutating func boolean(_ query: QueryItems, _ name: StaticString) -> Bool? {
        switch parameter(query, name) {
        case nil: return nil
        case "true": return true
        case "false": return false
        default:
            add(.invalidValue, name, "must be true or false")
            return nil
        }
    }

    /// One of a list of words.
    mutating func word(_ query: QueryItems, _ name: StaticString, _ words: [String]) -> String? {
        guard let text = parameter(query, name) else { return nil }
        guard words.contains(text) else {
            add(.invalidValue, name, "is not one of the allowed words")
            return nil
        }
        return text
    }
}
