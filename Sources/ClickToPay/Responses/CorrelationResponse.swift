// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// An answer that only carries the correlation id: deletions (enrollment 10.3, 10.6).
public struct CorrelationResponse: Sendable, Hashable {
    public var srcCorrelationId: String

    public init(srcCorrelationId: String) {
        self.srcCorrelationId = srcCorrelationId
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 80)
        writer.beginObject()
        writer.member("srcCorrelationId", srcCorrelationId)
        writer.endObject()
        return writer.bytes
    }

    public init(_ value: JSONValue) {
        srcCorrelationId = value["srcCorrelationId"]?.string ?? ""
    }
}
