// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a CSV text may cost at most.
public struct CSVLimits: Sendable {
    /// Bytes of one field, without its quotes.
    public var fieldBytesMax = 64 << 10
    /// Bytes of one record as it stands in the file, line ends inside quotes included.
    public var recordBytesMax = 1 << 20
    /// Fields of one record.
    public var columnsMax = 256

    public init() {}
}
