// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The path and query of a request, exactly as on the wire: `/path?query`.
struct RequestTarget: Sendable {
    /// The longest target, in bytes.
    static let bytesMax = 8192
    /// The most query parameters.
    static let piecesMax = 256

    /// One `key=value` of the query. A piece without `=` has an empty value; empty pieces are left out.
    struct Piece: Sendable {
        let key: Range<Int>
        let value: Range<Int>
    }

    let bytes: [UInt8]
    let path: Range<Int>
    let query: Range<Int>
    let pieces: [Piece]
    /// Whether every byte of the query's keys and values stands for itself in each way of reading it.
    let isQueryPlain: Bool

    /// Cuts a target. Only the form with a leading `/` is taken; an empty path counts as `/`.
    init(_ text: [UInt8]) throws(RequestSigningError) {
        let bytes = text.isEmpty || text[0] == UInt8(ascii: "?") ? [UInt8(ascii: "/")] + text : text
        guard bytes.count <= Self.bytesMax else { throw Self.fault("the target is longer than \(Self.bytesMax) bytes") }
        let span = bytes.span
        guard span[0] == UInt8(ascii: "/") else { throw Self.fault("the target does not begin with /") }
        var question = span.count
        for index in span.indices {
            let byte = span[index]
            guard byte > 0x20, byte != 0x7F, byte != UInt8(ascii: "#") else {
                throw Self.fault("the target holds a blank, a control character or a fragment")
            }
            if byte == UInt8(ascii: "?"), question == span.count { question = index }
        }
        path = 0..<question
        query = min(question + 1, span.count)..<span.count
        (pieces, isQueryPlain) = try Self.cut(span, query)
        self.bytes = bytes
    }

    /// Whether a key of the query, read as a form, begins with `oauth_`. Such parameters belong into the header alone;
    /// in the query they could take the place of the header's (security 2.1).
    var hasOAuthParameter: Bool {
        pieces.contains { hasOAuthPrefix($0.key) }
    }

    private func hasOAuthPrefix(_ key: Range<Int>) -> Bool {
        let prefix: StaticString = "oauth_"
        var at = key.lowerBound
        for offset in 0..<prefix.utf8CodeUnitCount {
            guard at < key.upperBound else { return false }
            var byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "%"), at + 1 < key.upperBound, let high = PercentEncoding.hexValue(bytes[at]),
                let low = PercentEncoding.hexValue(bytes[at + 1])
            {
                byte = high << 4 | low
                at += 2
            }
            guard byte == prefix.utf8Start[offset] else { return false }
        }
        return true
    }

    private static func cut(
        _ span: borrowing Span<UInt8>, _ query: Range<Int>
    ) throws(RequestSigningError) -> ([Piece], isPlain: Bool) {
        guard !query.isEmpty else { return ([], true) }
        var pieces: [Piece] = []
        var isPlain = true
        var start = query.lowerBound
        var equals: Int?
        for index in query.lowerBound...query.upperBound {
            let isEnd = index == query.upperBound || span[index] == UInt8(ascii: "&")
            if isEnd {
                if index > start {
                    guard pieces.count < piecesMax else { throw fault("more than \(piecesMax) query parameters") }
                    let split = equals ?? index
                    pieces.append(Piece(key: start..<split, value: min(split + 1, index)..<index))
                }
                start = index + 1
                equals = nil
            } else if span[index] == UInt8(ascii: "="), equals == nil {
                equals = index
            } else if !PercentEncoding.isUnreserved(span[index]) {
                isPlain = false
            }
        }
        return (pieces, isPlain)
    }

    private static func fault(_ reason: String) -> RequestSigningError {
        RequestSigningError(.malformedURL, reason, place: "target")
    }
}
