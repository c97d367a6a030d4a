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
        var out: [UInt8] = []
        out.reserveCapacity(method.count + (origin.utf8.count + path.count + parameters.bytes.count) * 3 / 2 + 64)
        out.append(contentsOf: method)
        out.append(UInt8(ascii: "&"))
        PercentEncoding.append(Array(origin.utf8).span, to: &out)
        PercentEncoding.append(path, to: &out)
        out.append(UInt8(ascii: "&"))
        let bytes = parameters.bytes.span
        for (index, entry) in parameters.entries.enumerated() {
            if index > 0 { out.append(contentsOf: "%26".utf8) }
            PercentEncoding.append(bytes.extracting(entry.key), to: &out)
            out.append(contentsOf: "%3D".utf8)
            PercentEncoding.append(bytes.extracting(entry.value), to: &out)
        }
        return out
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
