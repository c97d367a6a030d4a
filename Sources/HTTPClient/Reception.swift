// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Collects one answer while it comes in. One thread uses it.
final class Reception {
    /// All header lines of an answer together, in bytes.
    static let headerBytesMax = 256 << 10

    private let bytesMax: Int
    private var headerBytes = 0
    private(set) var headers: [HTTPClientHeader] = []
    private(set) var body: [UInt8] = []
    private(set) var isTooLarge = false

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    /// Takes a part of the body; false ends the transfer.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= bytesMax - body.count else {
            isTooLarge = true
            return false
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// Takes a header line with its line end; false ends the transfer.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Reception.headerBytesMax else {
            isTooLarge = true
            return false
        }
        // A new status line begins a new answer: what came before was interim (100, 103) and is forgotten.
        if line.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            return true
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let name = String(decoding: line[..<colon], as: UTF8.self)
        let value = line[(colon + 1)...].trimming { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
        headers.append(HTTPClientHeader(name, String(decoding: value, as: UTF8.self)))
        return true
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Without the bytes at both ends for which `isSpace` holds.
    fileprivate func trimming(_ isSpace: (UInt8) -> Bool) -> Self {
        var part = self
        while let first = part.first, isSpace(first) { part.removeFirst() }
        while let last = part.last, isSpace(last) { part.removeLast() }
        return part
    }
}

/// The library's call-back for a part of the body.
func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let reception = Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
    return reception.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}

/// The library's call-back for a header line.
func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let reception = Unmanaged<Reception>.fromOpaque(context).takeUnretainedValue()
    return reception.takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
}
