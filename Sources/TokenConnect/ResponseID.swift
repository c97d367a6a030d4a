// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The id of an answer: that of its request, as the documents have it, where there is one (token-connect 2).
public enum ResponseID {
    static let lengths = 1...64

    /// - Parameter fresh: for when the request's own cannot be taken.
    public static func of(_ root: JSONValue?, fresh: String) -> String {
        guard let text = root?["requestId"]?.string, lengths.contains(text.unicodeScalars.count),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return fresh }
        return text
    }
}
