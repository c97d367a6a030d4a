// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An `Authorization: OAuth …` header, cut into its `oauth_*` parameters (security 2.1).
///
/// Reading is strict, because what is read here goes into the signature base string: each parameter at most once,
/// nothing but `oauth_*` and `realm`, values in double quotes and made of characters that can neither end a value nor
/// look like a second parameter. `realm` is dropped.
public struct AuthorizationHeader: Sendable {
    /// The longest header that is read, in bytes. A signature of 8192 bits needs about 2,000.
    public static let bytesMax = 8192
    /// The most parameters in one header.
    public static let parametersMax = 16
    /// The longest parameter name, in bytes.
    static let nameBytesMax = 32

    /// One parameter: where its name and its value (between the quotes) stand in `bytes`.
    struct Parameter: Sendable {
        let name: Range<Int>
        let value: Range<Int>
        /// Whether the value holds a `%`.
        let isEscaped: Bool
    }

    let bytes: [UInt8]
    /// The `oauth_*` parameters in the order of the header.
    let parameters: [Parameter]

    /// Reads the value of an `Authorization` header.
    public init(_ text: String) throws(RequestSigningError) {
        try self.init(bytes: Array(text.utf8))
    }

    /// Reads the value of an `Authorization` header.
    public init(bytes: [UInt8]) throws(RequestSigningError) {
        self.parameters = try Self.parse(bytes)
        self.bytes = bytes
    }

    /// The value of a parameter exactly as between the quotes; nil when the header does not have it.
    public func value(of name: String) -> String? {
        for parameter in parameters where bytes[parameter.name].elementsEqual(name.utf8) {
            return String(decoding: bytes[parameter.value], as: UTF8.self)
        }
        return nil
    }

    /// Whether a header is meant for OAuth 1.0a at all: the scheme name in any case, then a space.
    static func hasScheme(_ bytes: borrowing Span<UInt8>) -> Bool {
        let scheme: StaticString = "oauth "
        guard bytes.count > scheme.utf8CodeUnitCount else { return false }
        for index in 0..<5 where bytes[index] | 0x20 != scheme.utf8Start[index] { return false }
        return bytes[5] == UInt8(ascii: " ")
    }

    private static func parse(_ bytes: [UInt8]) throws(RequestSigningError) -> [Parameter] {
        let span = bytes.span
        guard span.count <= bytesMax else { throw fault("the header is longer than \(bytesMax) bytes") }
        guard hasScheme(span) else { throw fault("the scheme is not OAuth followed by one space") }
        var parameters: [Parameter] = []
        parameters.reserveCapacity(8)
        var realmCount = 0
        var at = 6
        while true {
            let (parameter, end) = try readParameter(span, from: at)
            if matches(span, parameter.name, "realm") {
                realmCount += 1
                guard realmCount == 1 else { throw fault("a parameter is repeated", place: "realm") }
            } else {
                try admit(parameter, after: parameters, in: span)
                parameters.append(parameter)
            }
            at = skipSpace(span, from: end)
            if at == span.count { return parameters }
            guard span[at] == UInt8(ascii: ",") else { throw fault("a comma is missing between two parameters") }
            at = skipSpace(span, from: at + 1)
        }
    }

    /// Checks that a parameter may stand beside the ones before it.
    private static func admit(
        _ parameter: Parameter, after others: [Parameter], in span: borrowing Span<UInt8>
    ) throws(RequestSigningError) {
        guard others.count < parametersMax else { throw fault("more than \(parametersMax) parameters") }
        for other in others where other.name.count == parameter.name.count {
            var isSame = true
            for offset in 0..<other.name.count
            where span[other.name.lowerBound + offset] != span[parameter.name.lowerBound + offset] {
                isSame = false
            }
            if isSame { throw fault("a parameter is repeated", place: text(span, parameter.name)) }
        }
    }

    /// Reads `name="value"` and gives the position after the closing quote.
    private static func readParameter(
        _ span: borrowing Span<UInt8>, from start: Int
    ) throws(RequestSigningError) -> (Parameter, end: Int) {
        var at = start
        while at < span.count, isNameByte(span[at]) { at += 1 }
        let name = start..<at
        guard 1...nameBytesMax ~= name.count else { throw fault("a parameter name is missing or too long") }
        guard at + 1 < span.count, span[at] == UInt8(ascii: "="), span[at + 1] == UInt8(ascii: "\"") else {
            throw fault("a name is not followed by =\"", place: text(span, name))
        }
        let isRealm = matches(span, name, "realm")
        guard isRealm || hasPrefix(span, name, "oauth_") else {
            throw fault("only oauth_* and realm are parameters", place: text(span, name))
        }
        at += 2
        let valueStart = at
        var isEscaped = false
        if isRealm {
            while at < span.count, isRealmByte(span[at]) { at += 1 }
        } else {
            let allowed = ByteSet.headerValue
            while at < span.count, allowed.contains(span[at]) {
                isEscaped = isEscaped || span[at] == UInt8(ascii: "%")
                at += 1
            }
        }
        guard at < span.count, span[at] == UInt8(ascii: "\"") else {
            throw fault(
                "a value has no closing quote or holds a character that is not allowed", place: text(span, name))
        }
        return (Parameter(name: name, value: valueStart..<at, isEscaped: isEscaped), at + 1)
    }

    private static func skipSpace(_ span: borrowing Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < span.count, span[at] == UInt8(ascii: " ") || span[at] == UInt8(ascii: "\t") { at += 1 }
        return at
    }

    /// Whether the bytes at `range` are exactly `name`.
    static func matches(_ span: borrowing Span<UInt8>, _ range: Range<Int>, _ name: StaticString) -> Bool {
        range.count == name.utf8CodeUnitCount && hasPrefix(span, range, name)
    }

    private static func hasPrefix(_ span: borrowing Span<UInt8>, _ range: Range<Int>, _ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard range.count >= count else { return false }
        for offset in 0..<count where span[range.lowerBound + offset] != prefix.utf8Start[offset] { return false }
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte
    }

    private static func isRealmByte(_ byte: UInt8) -> Bool {
        0x20...0x7E ~= byte && byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\"")
    }

    /// Names consist of `a-z` and `_` and are short, so that they may be shown.
    private static func text(_ span: borrowing Span<UInt8>, _ range: Range<Int>) -> String {
        var text = ""
        for index in range { text.unicodeScalars.append(Unicode.Scalar(span[index])) }
        return text
    }

    private static func fault(_ reason: String, place: String? = nil) -> RequestSigningError {
        RequestSigningError(.malformedHeader, reason, place: place)
    }
}
