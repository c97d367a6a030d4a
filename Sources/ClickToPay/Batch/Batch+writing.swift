// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

extension BatchEnvelope {
    /// The body of a request.
    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 512 + payload.texts.reduce(0) { $0 + $1.count + 3 })
        writer.object { writer in
            writer.member("srcClientId", srcClientId.value)
            writer.member("serviceId", serviceId?.value)
            writer.member("srcCorrelationId", srcCorrelationId?.value)
            writer.member("externalBatchId", externalBatchId.value)
            writer.member("keyFingerprintId", keyFingerprintId?.value)
            switch payload {
            case .one(let text):
                writer.key("enrollmentData")
                writer.string(utf8: text)
            case .perConsumer(let texts):
                writer.array("enrollmentData") { writer in
                    for text in texts { writer.string(utf8: text) }
                }
            }
        }
        return writer.bytes
    }
}

/// Writes the plaintext of a batch, one consumer after the other.
public struct EnrollmentDataWriter: Sendable {
    private var writer: JSONWriter
    private let generation: APIGeneration

    public init(generation: APIGeneration = .v1, capacity: Int = 4096) {
        self.generation = generation
        writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.key("consumers")
        writer.beginArray()
    }

    /// - Parameter cards: at least one.
    public mutating func add(
        _ externalConsumerId: ExternalID, _ consumer: Consumer, cards: [(id: ExternalID, card: EnrolledCard)]
    ) {
        writer.object { writer in
            writer.member("externalConsumerId", externalConsumerId.value)
            consumer.writeRevealedMembers(to: &writer)
            writer.array(generation == .v1 ? "cards" : "credentials") { writer in
                for (id, card) in cards {
                    writer.object { writer in
                        writer.member(generation == .v1 ? "externalCardId" : "externalCredentialId", id.value)
                        card.writeRevealedMembers(to: &writer)
                    }
                }
            }
        }
    }

    /// Bytes written so far.
    public var count: Int { writer.bytes.count }

    /// The whole plaintext. The writer is used up.
    public consuming func finish() -> [UInt8] {
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
