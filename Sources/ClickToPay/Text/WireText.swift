// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A value that the wire writes as a string.
public protocol WireText: Sendable {
    /// Reads valid UTF-8.
    init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault)
}

extension WireText {
    public init(_ text: String) throws(ValueFault) {
        var text = text
        let result: Result<Self, ValueFault> = text.withUTF8 { bytes in
            do throws(ValueFault) {
                return .success(try Self(utf8: bytes))
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}
