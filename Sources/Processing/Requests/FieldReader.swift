// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// Reads the members of one object of a request; the first fault is thrown, named by its path.
public struct FieldReader {
    private let object: JSONValue
    private let path: String

    /// - Parameter path: the object's own path with a dot behind it; empty for the body.
    public init(_ object: JSONValue, path: String = "") {
        self.object = object
        self.path = path
    }

    /// A required object.
    public func object(_ name: String) throws(ProcessingError) -> JSONValue {
        guard let value = try optionalObject(name) else { throw fault(name, "is missing") }
        return value
    }

    /// An object, or nil when it is missing or null.
    public func optionalObject(_ name: String) throws(ProcessingError) -> JSONValue? {
        guard let value = present(name) else { return nil }
        guard value.kind == .object else { throw fault(name, "must be an object") }
        return value
    }

    /// A required array of `range` elements.
    public func array(_ name: String, _ range: ClosedRange<Int>) throws(ProcessingError) -> JSONArraySequence {
        guard let value = present(name) else { throw fault(name, "is missing") }
        guard value.kind == .array else { throw fault(name, "must be an array") }
        guard range.contains(value.count) else {
            throw fault(name, "must have \(range.lowerBound) to \(range.upperBound) elements")
        }
        return value.elements
    }

    /// A required text of `range` characters, none of them a control character.
    public func text(_ name: String, _ range: ClosedRange<Int>) throws(ProcessingError) -> String {
        guard let text = try optionalText(name, range) else { throw fault(name, "is missing") }
        return text
    }

    /// A text, or nil when it is missing or null.
    public func optionalText(_ name: String, _ range: ClosedRange<Int>) throws(ProcessingError) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.string else { throw fault(name, "must be a string") }
        let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard range.contains(text.unicodeScalars.count), isPlain else {
            throw fault(
                name, "must have \(range.lowerBound) to \(range.upperBound) characters, none a control character")
        }
        return text
    }

    /// A required id: 1 to 999999999999999999, as a number or as digits in a string.
    public func id(_ name: String) throws(ProcessingError) -> Int64 {
        guard let id = try optionalID(name) else { throw fault(name, "is missing") }
        return id
    }

    /// An id, or nil when it is missing or null.
    public func optionalID(_ name: String) throws(ProcessingError) -> Int64? {
        guard let value = present(name) else { return nil }
        guard let id = value.string.map({ Self.id($0) }) ?? value.int64, Self.ids.contains(id) else {
            throw fault(name, "must be a number from 1 to 999999999999999999")
        }
        return id
    }

    /// A required truth value.
    public func flag(_ name: String) throws(ProcessingError) -> Bool {
        guard let value = present(name) else { throw fault(name, "is missing") }
        guard let flag = value.boolean else { throw fault(name, "must be true or false") }
        return flag
    }

    /// The error for a member of this object.
    public func fault(_ name: String, _ fault: String) -> ProcessingError { .validation(path + name, fault) }

    /// A member that is there and not null.
    public func present(_ name: String) -> JSONValue? { object[name].flatMap { $0.isNull ? nil : $0 } }

    /// The ids that there can be.
    static let ids: ClosedRange<Int64> = 1...999_999_999_999_999_999

    /// An id written in digits; nil when it is none.
    public static func id(_ text: String) -> Int64? {
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
            let id = Int64(text), ids.contains(id)
        else { return nil }
        return id
    }
}
