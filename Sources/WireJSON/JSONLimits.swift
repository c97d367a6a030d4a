// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a text may cost at most.
public struct JSONLimits: Sendable {
    /// Arrays and objects open at once.
    public var depth: Int
    /// Bytes of text.
    public var bytes: Int

    public init(depth: Int = 16, bytes: Int = 64 << 20) {
        precondition(depth > 0 && depth <= 1024, "a depth from 1 to 1024")
        self.depth = depth
        self.bytes = bytes
    }
}
