// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// The bytes of a request header, copied once into one buffer: the target, the method, then each header's name and
/// value. Texts are made of them only when somebody asks.
final class HeadStorage: Sendable {
    /// Where a header stands in `bytes`: the value follows the name.
    struct Slot: Sendable {
        let start: UInt32
        let nameCount: UInt32
        let valueCount: UInt32

        var valueStart: Int { Int(start) + Int(nameCount) }
        var valueEnd: Int { valueStart + Int(valueCount) }
    }

    let bytes: [UInt8]
    let slots: [Slot]
    let targetCount: Int
    let methodCount: Int
    /// Of the target: up to the question mark.
    let pathCount: Int
    let remoteAddress: RemoteAddress
    let requestID: HTTPRequestID
    let isTLS: Bool
    let received: MonotonicInstant

    init(
        bytes: [UInt8], slots: [Slot], targetCount: Int, methodCount: Int, remoteAddress: RemoteAddress,
        requestID: HTTPRequestID, isTLS: Bool, received: MonotonicInstant
    ) {
        self.bytes = bytes
        self.slots = slots
        self.targetCount = targetCount
        self.methodCount = methodCount
        self.remoteAddress = remoteAddress
        self.requestID = requestID
        self.isTLS = isTLS
        self.received = received
        pathCount = bytes.withUnsafeBufferPointer { buffer in
            buffer[..<targetCount].firstIndex(of: UInt8(ascii: "?")) ?? targetCount
        }
    }

    func text(_ range: Range<Int>) -> String {
        bytes.withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
    }

    func withBytes<R>(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> R) -> R {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    var target: Range<Int> { 0..<targetCount }
    var path: Range<Int> { 0..<pathCount }
    var query: Range<Int> { min(pathCount + 1, targetCount)..<targetCount }
    var method: Range<Int> { targetCount..<(targetCount + methodCount) }
}
