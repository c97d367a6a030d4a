// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// The body of an admin call: a small object of known members, or nothing.
struct AdminBody {
    static let bytesMax = 16 << 10

    private let root: JSONValue?

    /// - Throws: INVALID_ARGUMENT that names a member which is not in `names`, or the body when it is no object.
    init(_ bytes: [UInt8], members names: Set<String>) throws(ServiceError) {
        guard !bytes.isEmpty else {
            root = nil
            return
        }
        guard let document = try? JSONDocument.parse(bytes, limits: JSONLimits(depth: 4, bytes: Self.bytesMax)),
            document.root.kind == .object
        else {
            throw Self.error(.invalidFormat, "body", "must be a JSON object")
        }
        root = document.root
        try document.root.forEachMember { (name, _) throws(ServiceError) in
            let name = String(decoding: name, as: UTF8.self)
            guard !names.contains(name) else { return }
            let isPlain = name.utf8.count <= 32 && name.utf8.allSatisfy { $0 > 0x40 && $0 < 0x7B }
            throw Self.error(.notSupported, isPlain ? name : "body", "is not known here")
        }
    }

    func string(_ name: String) throws(ServiceError) -> String? {
        guard let value = root?[name] else { return nil }
        guard let text = value.string else { throw Self.error(.invalidFormat, name, "must be a string") }
        return text
    }

    /// An array of strings, `max` at most.
    func strings(_ name: String, max: Int) throws(ServiceError) -> [String]? {
        guard let value = root?[name] else { return nil }
        guard value.kind == .array else { throw Self.error(.invalidFormat, name, "must be an array of strings") }
        let texts = value.elements.map(\.string)
        guard texts.count <= max else { throw Self.error(.limitExceed, name, "must have at most \(max) items") }
        return try texts.map { (text) throws(ServiceError) in
            try Self.required(text, name, reason: .invalidFormat, "must be an array of strings")
        }
    }

    func int(_ name: String, in range: ClosedRange<Int64>) throws(ServiceError) -> Int? {
        guard let value = root?[name] else { return nil }
        guard let number = value.int64, range.contains(number) else {
            throw Self.error(
                .invalidValue, name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return Int(number)
    }

    /// A number from 0 to 1.
    func share(_ name: String) throws(ServiceError) -> Double? {
        guard let value = root?[name] else { return nil }
        guard let number = value.double, (0...1).contains(number) else {
            throw Self.error(.invalidValue, name, "must be a number from 0 to 1")
        }
        return number
    }

    func bool(_ name: String) throws(ServiceError) -> Bool? {
        guard let value = root?[name] else { return nil }
        guard let flag = value.boolean else { throw Self.error(.invalidFormat, name, "must be true or false") }
        return flag
    }

    /// What must be there.
    static func required<Value>(
        _ value: Value?, _ name: String, reason: DetailReason = .cannotBeNull, _ message: String = "must be given"
    ) throws(ServiceError) -> Value {
        guard let value else { throw error(reason, name, message) }
        return value
    }

    static func error(_ reason: DetailReason, _ name: String, _ message: String) -> ServiceError {
        ServiceError(.invalidArgument, details: [ErrorDetail(reason, .body, name, message)])
    }
}
