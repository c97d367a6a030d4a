// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The text that is signed: `METHOD&enc(base-URI)&enc(parameter-string)` (security 2.3).
public struct SignatureBaseString: Sendable, Hashable {
    /// The form it was built in; the first one when several forms give the same text.
    public let form: BaseStringForm
    /// Nothing but unreserved characters, `%` and `&`.
    public let bytes: [UInt8]

    /// The base string as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    init(form: BaseStringForm, bytes: [UInt8]) {
        self.form = form
        self.bytes = bytes
    }

    /// The text, cut to `bytesMax` bytes and then ended by `...`: for answers and logs.
    public func text(bytesMax: Int) -> String {
        bytes.count <= bytesMax ? text : String(decoding: bytes.prefix(bytesMax), as: UTF8.self) + "..."
    }

    /// Joins the parts.
    ///
    /// - Parameter parameters: every query and header parameter, sorted, with keys and values already in the form in
    ///   which they stand in the parameter string.
    static func build(
        method: [UInt8], origin: String, path: borrowing Span<UInt8>, sorted parameters: ParameterList
    ) -> [UInt8] {
        let origin = Array(origin.utf8)
        let unencoded = origin.count + path.count + parameters.bytes.count + 2 * parameters.entries.count
        return [UInt8](capacity: method.count + 2 + 3 * unencoded) { out in
            for byte in method { out.append(byte) }
            out.append(UInt8(ascii: "&"))
            PercentEncoding.append(origin.span, to: &out)
            PercentEncoding.append(path, to: &out)
            out.append(UInt8(ascii: "&"))
            append(parameters, to: &out)
        }
    }

    private static func append(_ parameters: ParameterList, to out: inout OutputSpan<UInt8>) {
        let bytes = parameters.bytes.span
        let separators: [UInt8] = [UInt8(ascii: "&"), UInt8(ascii: "=")]
        for (index, entry) in parameters.entries.enumerated() {
            if index > 0 { PercentEncoding.append(separators.span.extracting(0..<1), to: &out) }
            PercentEncoding.append(bytes.extracting(entry.key), to: &out)
            PercentEncoding.append(separators.span.extracting(1..<2), to: &out)
            PercentEncoding.append(bytes.extracting(entry.value), to: &out)
        }
    }

    /// An upper-cased method, of 1 to 16 ASCII letters.
    static func method(_ text: String) throws(RequestSigningError) -> [UInt8] {
        var method: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): method.append(byte)
            case UInt8(ascii: "a")...UInt8(ascii: "z"): method.append(byte & 0xDF)
            default: throw RequestSigningError(.malformedURL, "the method is not made of letters", place: "method")
            }
        }
        guard 1...16 ~= method.count else {
            throw RequestSigningError(.malformedURL, "the method has not 1 to 16 letters", place: "method")
        }
        return method
    }
}
