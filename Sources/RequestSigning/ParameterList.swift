// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Keys and values on their way into a parameter string: one buffer, and where each stands in it.
struct ParameterList: Sendable {
    struct Entry {
        let key: Range<Int>
        let value: Range<Int>
    }

    private(set) var bytes: [UInt8] = []
    private(set) var entries: [Entry] = []

    init() {}

    /// The query in one of its forms; nil when the form needs decoding and an escape is malformed.
    init?(_ target: RequestTarget, as form: QueryForm) {
        bytes.reserveCapacity(target.query.count * 2)
        entries.reserveCapacity(target.pieces.count)
        for piece in target.pieces {
            guard let key = appendPart(target, piece.key, form), let value = appendPart(target, piece.value, form)
            else { return nil }
            entries.append(Entry(key: key, value: value))
        }
    }

    /// The header's parameters without the signature; nil when the decoded form may not be used.
    init?(_ parameters: SignatureParameters, as form: HeaderForm) {
        let header = parameters.header
        let decodedValues = form == .decoded ? parameters.decodedValues : nil
        if form == .decoded, decodedValues == nil { return nil }
        bytes.reserveCapacity(header.bytes.count)
        for (index, parameter) in header.parameters.enumerated() {
            if AuthorizationHeader.matches(header.bytes.span, parameter.name, "oauth_signature") { continue }
            let keyStart = bytes.count
            bytes.append(contentsOf: header.bytes[parameter.name])
            let valueStart = bytes.count
            if let decodedValues {
                bytes.append(contentsOf: decodedValues[index])
            } else {
                bytes.append(contentsOf: header.bytes[parameter.value])
            }
            entries.append(Entry(key: keyStart..<valueStart, value: valueStart..<bytes.count))
        }
    }

    mutating func append(key: some Collection<UInt8>, value: some Collection<UInt8>) {
        let keyStart = bytes.count
        bytes.append(contentsOf: key)
        let valueStart = bytes.count
        bytes.append(contentsOf: value)
        entries.append(Entry(key: keyStart..<valueStart, value: valueStart..<bytes.count))
    }

    mutating func append(_ other: ParameterList) {
        let shift = bytes.count
        bytes.append(contentsOf: other.bytes)
        for entry in other.entries {
            entries.append(
                Entry(
                    key: entry.key.lowerBound + shift..<entry.key.upperBound + shift,
                    value: entry.value.lowerBound + shift..<entry.value.upperBound + shift))
        }
    }

    /// Orders the entries by the bytes of the key, then of the value.
    mutating func sort() {
        let bytes = bytes
        entries.sort { left, right in
            let order = Self.compare(bytes.span, left.key, right.key)
            return order == 0 ? Self.compare(bytes.span, left.value, right.value) < 0 : order < 0
        }
    }

    private mutating func appendPart(_ target: RequestTarget, _ part: Range<Int>, _ form: QueryForm) -> Range<Int>? {
        let start = bytes.count
        if form == .raw || target.isQueryPlain {
            bytes.append(contentsOf: target.bytes[part])
        } else {
            let source = target.bytes.span.extracting(part)
            guard let decoded = PercentEncoding.decode(source, plusIsSpace: form == .rfc) else { return nil }
            bytes += PercentEncoding.encode(decoded)
        }
        return start..<bytes.count
    }

    @inline(__always)
    private static func compare(_ span: borrowing Span<UInt8>, _ left: Range<Int>, _ right: Range<Int>) -> Int {
        let count = min(left.count, right.count)
        for offset in 0..<count {
            let difference = Int(span[left.lowerBound + offset]) - Int(span[right.lowerBound + offset])
            if difference != 0 { return difference }
        }
        return left.count - right.count
    }
}
