// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The status of a batch and of each of its records (enrollment 8.3).
public struct BatchStatus: Sendable, Hashable {
    /// The words of 8.3. Open: an unknown word is not final.
    public struct Word: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let inProgress = Word(rawValue: "IN_PROGRESS")
        public static let completedSuccessfully = Word(rawValue: "COMPLETED_SUCCESSFULLY")
        public static let completedWithErrors = Word(rawValue: "COMPLETED_WITH_ERRORS")
        public static let failed = Word(rawValue: "FAILED")

        public var isFinal: Bool { self == .completedSuccessfully || self == .completedWithErrors || self == .failed }
    }

    public var srcCorrelationId: String
    public var batchId: String
    public var externalBatchId: String
    public var batchStatus: Word
    /// ISO 8601, or the sibling product's `YYYY-MM-DD HH:MM:SS.f` when read.
    public var batchStartTime: String?
    public var batchEndTime: String?
    /// Only with FAILED.
    public var errorMessage: String?
    public var items: [BatchItem]

    public init(
        srcCorrelationId: String, batchId: String, externalBatchId: String, batchStatus: Word,
        batchStartTime: String? = nil, batchEndTime: String? = nil, errorMessage: String? = nil,
        items: [BatchItem] = []
    ) {
        self.srcCorrelationId = srcCorrelationId
        self.batchId = batchId
        self.externalBatchId = externalBatchId
        self.batchStatus = batchStatus
        self.batchStartTime = batchStartTime
        self.batchEndTime = batchEndTime
        self.errorMessage = errorMessage
        self.items = items
    }

    /// The body of the answer.
    public func json(generation: APIGeneration = .v1, layout: ServiceError.Layout = .formA) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 + items.count * 256)
        write(to: &writer) { writer in
            for item in items { item.write(to: &writer, generation: generation, layout: layout) }
        }
        return writer.bytes
    }

    /// Writes everything but `items`, and what `body` writes in their place: for items that come from elsewhere.
    public func write(to writer: inout JSONWriter, items body: (inout JSONWriter) -> Void) {
        writer.object { writer in
            writer.member("srcCorrelationId", srcCorrelationId)
            writer.member("batchId", batchId)
            writer.member("externalBatchId", externalBatchId)
            writer.member("batchStatus", batchStatus.rawValue)
            writer.member("batchStartTime", batchStartTime)
            writer.member("batchEndTime", batchEndTime)
            writer.member("errorMessage", errorMessage)
            writer.array("items", body)
        }
    }

    /// Reads a status of either generation; nil when it has no `batchStatus`.
    public init?(_ value: JSONValue) {
        guard let word = value["batchStatus"]?.string else { return nil }
        self.init(
            srcCorrelationId: value["srcCorrelationId"]?.string ?? "", batchId: value["batchId"]?.string ?? "",
            externalBatchId: value["externalBatchId"]?.string ?? value["externalBatchID"]?.string ?? "",
            batchStatus: Word(rawValue: word), batchStartTime: value["batchStartTime"]?.string,
            batchEndTime: value["batchEndTime"]?.string, errorMessage: value["errorMessage"]?.string,
            items: value["items"]?.elements.compactMap(BatchItem.init) ?? [])
    }
}
