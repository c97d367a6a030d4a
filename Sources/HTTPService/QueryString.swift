// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The fields of a query or of a form body, decoded strictly, in order, duplicates included.
public struct QueryString: Sendable {
    /// Why a query is refused: 400.
    public enum Failure: Error, Sendable {
        /// A `%` without two hexadecimal digits.
        case malformed
        /// More fields than the bound.
        case tooManyFields
    }

    public struct Field: Sendable, Hashable {
        public let name: String
        public let value: String
    }

    public static let countMaxDefault = 64

    public let fields: [Field]

    /// Decodes `a=1&b=2`: `+` is a space, `%XX` a byte, and the outcome is UTF-8 without NUL. A field without `=` has
    /// an empty value; empty fields are skipped.
    public init(_ raw: String, countMax: Int = countMaxDefault) throws(Failure) {
        try self.init(Array(raw.utf8), countMax: countMax)
    }

    /// Decodes a form body.
    public init(_ raw: [UInt8], countMax: Int = countMaxDefault) throws(Failure) {
        var fields: [Field] = []
        var failure: Failure?
        raw.withUnsafeBytes { bytes in
            for part in bytes.split(separator: UInt8(ascii: "&")) {
                guard fields.count < countMax else {
                    failure = .tooManyFields
                    return
                }
                let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
                let value = equals < part.endIndex ? part[(equals + 1)...] : part[equals...]
                guard let name = PercentDecoding.form(UnsafeRawBufferPointer(rebasing: part[..<equals])),
                    let value = PercentDecoding.form(UnsafeRawBufferPointer(rebasing: value))
                else {
                    failure = .malformed
                    return
                }
                fields.append(Field(name: name, value: value))
            }
        }
        if let failure { throw failure }
        self.fields = fields
    }

    /// The first value of that name; names compare exactly.
    public subscript(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Every value of that name.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Whether a name occurs more than once.
    public var hasDuplicates: Bool {
        Set(fields.map(\.name)).count != fields.count
    }
}
