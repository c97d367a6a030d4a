// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A base string put together with all its choices open, so that those which clients get wrong can be tried.
struct BaseStringVariant {
    enum Order { case byKeyAndValue, byJoinedText, oauthFirst, queryFirst }

    var method: [UInt8]
    var origin: String
    var path: [UInt8]
    /// Keys and values as they stand in the parameter string.
    var query: [(key: [UInt8], value: [UInt8])]
    var header: [(key: [UInt8], value: [UInt8])]
    var order = Order.byKeyAndValue
    /// Whether escapes are written with lower-case digits.
    var isLowerCase = false
    /// Whether the parameter string enters the base string without being encoded.
    var isParameterStringBare = false

    init?(_ signed: SignedParts, _ parameters: SignatureParameters, _ form: BaseStringForm) {
        guard let query = ParameterList(signed.target, as: form.query),
            let header = ParameterList(parameters, as: parameters.isEscaped ? form.header : .verbatim)
        else { return nil }
        method = signed.method
        origin = signed.origin.description
        path = Array(signed.target.bytes[signed.target.path])
        self.query = Self.pairs(query)
        self.header = Self.pairs(header)
    }

    var bytes: [UInt8] {
        var list = ParameterList()
        for pair in order == .queryFirst ? query + header : header + query {
            list.append(key: pair.key, value: pair.value)
        }
        if order == .byKeyAndValue { list.sort() }
        if order == .byJoinedText { list = Self.sortedByJoinedText(list) }
        var built = SignatureBaseString.build(method: method, origin: origin, path: path.span, sorted: list)
        if isParameterStringBare {
            let front = built.prefix(through: built.lastIndex(of: UInt8(ascii: "&")) ?? 0)
            built = front + Array(Self.pairs(list).map { $0.key + [UInt8(ascii: "=")] + $0.value }.joined(by: "&"))
        }
        return isLowerCase ? Self.lowerCaseEscapes(built) : built
    }

    private static func pairs(_ list: ParameterList) -> [(key: [UInt8], value: [UInt8])] {
        list.entries.map { (Array(list.bytes[$0.key]), Array(list.bytes[$0.value])) }
    }

    private static func sortedByJoinedText(_ list: ParameterList) -> ParameterList {
        let equals = [UInt8(ascii: "=")]
        var sorted = ParameterList()
        for pair in pairs(list).sorted(by: {
            ($0.key + equals + $0.value).lexicographicallyPrecedes($1.key + equals + $1.value)
        }) {
            sorted.append(key: pair.key, value: pair.value)
        }
        return sorted
    }

    private static func lowerCaseEscapes(_ text: [UInt8]) -> [UInt8] {
        var text = text
        for index in text.indices where text[index] == UInt8(ascii: "%") {
            for digit in [index + 1, index + 2] where digit < text.count && 0x41...0x46 ~= text[digit] {
                text[digit] |= 0x20
            }
        }
        return text
    }
}

extension [[UInt8]] {
    fileprivate func joined(by separator: Unicode.Scalar) -> JoinedSequence<[[UInt8]]> {
        joined(separator: [UInt8(ascii: separator)])
    }
}
