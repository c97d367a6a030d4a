// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Free text up to a number of characters (Unicode scalars). Control characters are no text.
package struct LimitedText: Sendable {
    let max: Int

    package init(max: Int) {
        self.max = max
    }

    /// Refuses an empty or blank text too.
    package func read(_ utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) -> String {
        guard utf8.hasAtMost(max) else { throw .format("is too long") }
        var hasMark = false
        for byte in utf8 {
            if byte < 0x20 || byte == 0x7F { throw .format("must not contain control characters") }
            hasMark = hasMark || byte != 0x20
        }
        guard hasMark else { throw .value("must not be empty") }
        return utf8.text
    }
}
