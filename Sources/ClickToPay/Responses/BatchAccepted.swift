// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The answer to an accepted batch, status 202 (enrollment 7.5): it is on disk, nothing more.
public struct BatchAccepted: Sendable, Hashable {
    public var srcCorrelationId: String
    public var batchId: String
    public var externalBatchId: String

    public init(srcCorrelationId: String, batchId: String, externalBatchId: String) {
        self.srcCorrelationId = srcCorrelationId
        self.batchId = batchId
        self.externalBatchId = externalBatchId
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("srcCorrelationId", srcCorrelationId)
        writer.member("batchId", batchId)
        writer.member("externalBatchId", externalBatchId)
        writer.endObject()
        return writer.bytes
    }

    /// Reads the answer; nil when it has no `batchId`.
    public init?(_ value: JSONValue) {
        guard let batchId = value["batchId"]?.string else { return nil }
        self.init(
            srcCorrelationId: value["srcCorrelationId"]?.string ?? "", batchId: batchId,
            externalBatchId: value["externalBatchId"]?.string ?? value["externalBatchID"]?.string ?? "")
    }
}
