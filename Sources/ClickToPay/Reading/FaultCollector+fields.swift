// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// Reading members of an object while gathering what is wrong with them. A member that is null is a member that is not
/// there, and a number where a string is wanted is a fault of that member.
extension FaultCollector {
    mutating func required<Value: WireText>(_ member: JSONValue?, _ name: StaticString?) -> Value? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        return read(member, name) { (utf8) throws(ValueFault) in try Value(utf8: utf8) }
    }

    mutating func optional<Value: WireText>(_ member: JSONValue?, _ name: StaticString) -> Value? {
        guard let member, !member.isNull else { return nil }
        return read(member, name) { (utf8) throws(ValueFault) in try Value(utf8: utf8) }
    }

    mutating func requiredText(_ member: JSONValue?, _ name: StaticString, max: Int) -> String? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        return read(member, name) { (utf8) throws(ValueFault) in try LimitedText(max: max).read(utf8) }
    }

    /// - Parameter emptyIsAbsent: whether an empty text is the same as none, rather than a fault.
    mutating func optionalText(
        _ member: JSONValue?, _ name: StaticString, max: Int, emptyIsAbsent: Bool = false
    ) -> String? {
        guard let member, !member.isNull else { return nil }
        if emptyIsAbsent, member.withUTF8({ $0.isEmpty }) == true { return nil }
        return read(member, name) { (utf8) throws(ValueFault) in try LimitedText(max: max).read(utf8) }
    }

    /// A member that must be an object; nil, with a fault, when it is not.
    mutating func requiredObject(_ member: JSONValue?, _ name: StaticString) -> JSONValue? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        return object(member, name)
    }

    /// A member that must be an object if it is there; nil, with a fault, when it is something else.
    mutating func optionalObject(_ member: JSONValue?, _ name: StaticString) -> JSONValue? {
        guard let member, !member.isNull else { return nil }
        return object(member, name)
    }

    mutating func optionalBoolean(_ member: JSONValue?, _ name: StaticString) -> Bool? {
        guard let member, !member.isNull else { return nil }
        guard let value = member.boolean else {
            add(.invalidValue, name, "must be true or false")
            return nil
        }
        return value
    }

    private mutating func object(_ member: JSONValue, _ name: StaticString) -> JSONValue? {
        guard member.kind == .object else {
            add(.invalidValue, name, "must be an object")
            return nil
        }
        return member
    }

    /// Reads a string; nil, with a fault, when `member` is none or `make` refuses it.
    mutating func read<Value>(
        _ member: JSONValue, _ name: StaticString?,
        _ make: (UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Value
    ) -> Value? {
        do throws(ValueFault) {
            if let value = try member.withUTF8(make) { return value }
            add(.invalidValue, name, "must be a string")
        } catch {
            add(error, name)
        }
        return nil
    }
}
