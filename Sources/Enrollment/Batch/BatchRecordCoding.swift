// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// The records of a batch as one run of bytes, for the batch's result row: written once, read whole. External ids,
/// row numbers and errors; no personal data.
enum BatchRecordCoding {
    private static let version: UInt8 = 1

    static func encode(_ items: [BatchRecord]) -> [UInt8] {
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(items.count * 48 + 8)
        append(items.count, to: &bytes)
        for item in items {
            bytes.append(item.state.rawValue)
            append(item.externalConsumerId, to: &bytes)
            append(item.externalCardId, to: &bytes)
            switch item.state {
            case .inProgress: break
            case .successful:
                append(Int(item.consumer), to: &bytes)
                append(Int(item.card), to: &bytes)
            case .staged: append(Int(item.staged), to: &bytes)
            case .failed: append(item.error ?? .internalFault, to: &bytes)
            }
        }
        return bytes
    }

    /// Nil when the bytes do not have the layout that they should.
    static func decode(_ bytes: [UInt8]) -> [BatchRecord]? {
        bytes.withUnsafeBufferPointer { bytes in
            guard var cursor = Cursor(bytes) else { return nil }
            var items: [BatchRecord] = []
            while let view = cursor.next() {
                var item = BatchRecord(
                    externalConsumerId: String(decoding: view.externalConsumerId, as: UTF8.self),
                    externalCardId: String(decoding: view.externalCardId, as: UTF8.self), state: view.state)
                item.consumer = view.consumer
                item.card = view.card
                item.staged = view.staged
                item.error = view.error
                items.append(item)
            }
            return cursor.isAtEnd ? items : nil
        }
    }

    /// A record where it lies in the run: its bytes must not outlive the call that it is given to. It holds numbers
    /// and places alone, so that handing one over costs nothing.
    struct View {
        var externalConsumerId: UnsafeBufferPointer<UInt8>
        var externalCardId: UnsafeBufferPointer<UInt8>
        var state: BatchRecord.State
        var consumer: Int64 = 0
        var card: Int64 = 0
        var staged: Int64 = 0
        /// Where the error of a failed record is written; it has been read through once.
        fileprivate var errorBytes: UnsafeBufferPointer<UInt8>?

        /// Why the record failed.
        var error: ServiceError? {
            guard let errorBytes else { return nil }
            var reader = Reader(bytes: errorBytes, at: 0)
            return reader.error()
        }
    }

    /// The records of a run, one after the other, where they lie.
    struct Cursor {
        /// How many the run says that it has; not more than it has bytes.
        let count: Int
        private var reader: Reader
        private var left: Int

        /// Nil when the bytes do not have the layout that they should.
        init?(_ bytes: UnsafeBufferPointer<UInt8>) {
            reader = Reader(bytes: bytes, at: 1)
            guard bytes.first == version, let count = reader.number(), count >= 0, count <= bytes.count
            else { return nil }
            self.count = count
            left = count
        }

        /// Whether all of them have been read.
        var isAtEnd: Bool { left == 0 }

        /// The next record; nil at the end, and when the bytes do not have the layout that they should.
        mutating func next() -> View? {
            guard left > 0, let view = reader.view() else { return nil }
            left -= 1
            return view
        }
    }

    // Numbers are LEB128: most are small.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt64(bitPattern: Int64(number))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        append(text.utf8.count, to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }

    private static func append(_ error: ServiceError, to bytes: inout [UInt8]) {
        append(error.errorClass.rawValue, to: &bytes)
        append(error.message, to: &bytes)
        append(error.details.count, to: &bytes)
        for detail in error.details {
            append(detail.reason?.rawValue ?? "", to: &bytes)
            append(detail.sourceType?.rawValue ?? "", to: &bytes)
            append(detail.source ?? "", to: &bytes)
            append(detail.message ?? "", to: &bytes)
        }
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var at: Int

        mutating func number() -> Int? {
            var value: UInt64 = 0
            for shift in stride(from: 0, through: 63, by: 7) {
                guard at < bytes.count else { return nil }
                let byte = bytes[at]
                at += 1
                value |= UInt64(byte & 0x7F) << UInt64(shift)
                if byte & 0x80 == 0 { return Int(Int64(bitPattern: value)) }
            }
            return nil
        }

        mutating func utf8() -> UnsafeBufferPointer<UInt8>? {
            guard let count = number(), count >= 0, count <= bytes.count - at else { return nil }
            defer { at += count }
            return UnsafeBufferPointer(rebasing: bytes[at..<at + count])
        }

        mutating func text() -> String? {
            utf8().map { String(decoding: $0, as: UTF8.self) }
        }

        mutating func view() -> View? {
            guard at < bytes.count, let state = BatchRecord.State(rawValue: bytes[at]) else { return nil }
            at += 1
            guard let consumerName = utf8(), let cardName = utf8() else { return nil }
            var view = View(externalConsumerId: consumerName, externalCardId: cardName, state: state)
            switch state {
            case .inProgress: break
            case .successful:
                guard let consumer = number(), let card = number() else { return nil }
                view.consumer = Int64(consumer)
                view.card = Int64(card)
            case .staged:
                guard let staged = number() else { return nil }
                view.staged = Int64(staged)
            case .failed:
                let start = at
                guard error() != nil else { return nil }
                view.errorBytes = UnsafeBufferPointer(rebasing: bytes[start..<at])
            }
            return view
        }

        mutating func error() -> ServiceError? {
            guard let name = text(), let message = text(), let count = number(), count >= 0, count <= bytes.count
            else { return nil }
            var details: [ErrorDetail] = []
            for _ in 0..<count {
                guard let reason = text(), let type = text(), let source = text(), let message = text()
                else { return nil }
                details.append(
                    ErrorDetail(
                        reason.isEmpty ? nil : DetailReason(rawValue: reason),
                        type.isEmpty ? nil : SourceType(rawValue: type), source.isEmpty ? nil : source,
                        message.isEmpty ? nil : message))
            }
            return ServiceError(ErrorClass(rawValue: name), message, details: details)
        }
    }
}
