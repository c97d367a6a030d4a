// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON
internal import Synchronization

/// simdjson's parser: its working memory, used by one thread at a time.
final class JSONParser: @unchecked Sendable {
    // Unchecked: whoever holds a parser uses it alone; idle ones rest in the pool behind its lock.
    private let handle: OpaquePointer

    private static let idle = Mutex<[JSONParser]>([])
    private static let idleCountMax = 16
    /// A parser that has grown beyond this is freed rather than kept.
    private static let idleCapacityMax = 4 << 20

    init() throws(JSONError) {
        guard let handle = csimdjson_parser_create() else { throw JSONError(.outOfMemory) }
        self.handle = handle
    }

    deinit {
        csimdjson_parser_destroy(handle)
    }

    /// An idle parser, or a new one.
    static func borrow() throws(JSONError) -> JSONParser {
        if let parser = idle.withLock({ $0.popLast() }) { return parser }
        return try JSONParser()
    }

    func giveBack() {
        guard csimdjson_parser_capacity(handle) <= Self.idleCapacityMax else { return }
        Self.idle.withLock { idle in
            if idle.count < Self.idleCountMax { idle.append(self) }
        }
    }

    func parse(_ bytes: [UInt8], into document: JSONDocument, _ limits: JSONLimits) throws(JSONError) {
        let code = bytes.withUnsafeBytes { run($0, document, limits) }
        try Self.check(code)
    }

    func parse(
        _ bytes: UnsafeRawBufferPointer, into document: JSONDocument, _ limits: JSONLimits
    ) throws(JSONError) {
        try Self.check(run(bytes, document, limits))
    }

    private func run(_ bytes: UnsafeRawBufferPointer, _ document: JSONDocument, _ limits: JSONLimits) -> Int32 {
        guard bytes.count <= limits.bytes else { return Int32(CSIMDJSON_TOO_LARGE) }
        let code = csimdjson_parse(
            handle, document.handle, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, limits.depth)
        document.parsed()
        return code
    }

    private static func check(_ code: Int32) throws(JSONError) {
        switch Int(code) {
        case CSIMDJSON_OK: return
        case CSIMDJSON_NOT_UTF8: throw JSONError(.notUTF8)
        case CSIMDJSON_DUPLICATE_NAME: throw JSONError(.duplicateName)
        case CSIMDJSON_TOO_DEEP: throw JSONError(.tooDeep)
        case CSIMDJSON_TOO_LARGE: throw JSONError(.tooLarge)
        case CSIMDJSON_TRAILING_BYTES: throw JSONError(.trailingBytes)
        case CSIMDJSON_NO_MEMORY: throw JSONError(.outOfMemory)
        default: throw JSONError(.notJSON)
        }
    }
}
