// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The status of a batch and of each of its records (enrollment 8.3).
public struct BatchStatus: Sendable, Hashable {
    /// The words of 8.3. Open: an unknown word is not final.
    public struct Word: RawRepresentable, Sendable, Hashable {
        public var rawValue: String

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
    public var items: [Item]

    public init(
        srcCorrelationId: String, batchId: String, externalBatchId: String, batchStatus: Word, batchStartTime: String?,
        batchEndTime: String?, errorMessage: String?, items: [Item]
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

    /// One record: a consumer's card.
    public struct Item: Sendable, Hashable {
        /// Open: an unknown word is not final.
        public struct Word: RawRepresentable, Sendable, Hashable {
            public var rawValue: String

            public init(rawValue: String) {
                self.rawValue = rawValue
            }

            public static let inProgress = Word(rawValue: "IN_PROGRESS")
            public static let successful = Word(rawValue: "SUCCESSFUL")
            public static let failed = Word(rawValue: "FAILED")
        }

        public var externalConsumerId: String
        /// Absent when a failure concerns the consumer and so all its cards; Muster always sends one item a card.
        public var externalCardId: String?
        public var status: Word
        /// When successful.
        public var srcConsumerId: String?
        public var srcDigitalCardId: String?
        /// When failed.
        public var error: ServiceError?

        public init(
            externalConsumerId: String, externalCardId: String?, status: Word, srcConsumerId: String? = nil,
            srcDigitalCardId: String? = nil, error: ServiceError? = nil
        ) {
            self.externalConsumerId = externalConsumerId
            self.externalCardId = externalCardId
            self.status = status
            self.srcConsumerId = srcConsumerId
            self.srcDigitalCardId = srcDigitalCardId
            self.error = error
        }
    }
}

extension BatchStatus {
    public func json(layout: ServiceError.Layout = .formA) -> [UInt8] {
        var writer = JSONWriter(capacity: 512 + items.count * 224)
        writer.beginObject()
        writer.member("srcCorrelationId", srcCorrelationId)
        writer.member("batchId", batchId)
        writer.member("externalBatchId", externalBatchId)
        writer.member("batchStatus", batchStatus.rawValue)
        writer.member("batchStartTime", batchStartTime)
        writer.member("batchEndTime", batchEndTime)
        writer.member("errorMessage", errorMessage)
        writer.key("items")
        writer.beginArray()
        for item in items { item.write(to: &writer, layout: layout) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Reads a status; nil when it has no `batchStatus`.
    public init?(_ value: JSONValue) {
        guard let word = value["batchStatus"]?.string else { return nil }
        self.init(
            srcCorrelationId: value["srcCorrelationId"]?.string ?? "", batchId: value["batchId"]?.string ?? "",
            externalBatchId: value["externalBatchId"]?.string ?? "", batchStatus: Word(rawValue: word),
            batchStartTime: value["batchStartTime"]?.string, batchEndTime: value["batchEndTime"]?.string,
            errorMessage: value["errorMessage"]?.string,
            items: value["items"]?.elements.compactMap(Item.init) ?? [])
    }
}

extension BatchStatus.Item {
    func write(to writer: inout JSONWriter, layout: ServiceError.Layout) {
        writer.beginObject()
        writer.member("externalConsumerId", externalConsumerId)
        writer.member("externalCardId", externalCardId)
        writer.member("status", status.rawValue)
        writer.member("srcConsumerId", srcConsumerId)
        writer.member("srcDigitalCardId", srcDigitalCardId)
        if let error {
            writer.key("error")
            error.write(to: &writer, layout: layout)
        }
        writer.endObject()
    }

    init?(_ value: JSONValue) {
        guard let consumer = value["externalConsumerId"]?.string, let word = value["status"]?.string else { return nil }
        self.init(
            externalConsumerId: consumer, externalCardId: value["externalCardId"]?.string, status: Word(rawValue: word),
            srcConsumerId: value["srcConsumerId"]?.string, srcDigitalCardId: value["srcDigitalCardId"]?.string,
            error: value["error"].flatMap { ServiceError($0, httpStatus: nil) })
    }
}
