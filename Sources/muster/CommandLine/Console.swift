// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import Synchronization

/// The process's two ways of speaking: results on standard output, everything else on standard error.
final class Console: Sendable {
    /// Where a stream goes: a file descriptor, or memory in a test.
    enum Sink: Sendable {
        case descriptor(Int32)
        case memory
    }

    /// Where standard input comes from.
    enum Source: Sendable {
        case process
        case memory([UInt8])
    }

    let isErrorTerminal: Bool
    let input: Source
    private let output: Sink
    private let errors: Sink
    private let captured = Mutex<(output: [UInt8], errors: [UInt8])>(([], []))

    init(input: Source = .process, output: Sink, errors: Sink) {
        self.input = input
        self.output = output
        self.errors = errors
        if case .descriptor(let descriptor) = errors {
            isErrorTerminal = isatty(descriptor) == 1
        } else {
            isErrorTerminal = false
        }
    }

    /// The process's own streams.
    static let standard = Console(output: .descriptor(STDOUT_FILENO), errors: .descriptor(STDERR_FILENO))

    /// Writes to standard output.
    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        switch output {
        case .memory: captured.withLock { $0.output += bytes }
        case .descriptor(let descriptor):
            let fault = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
            if fault == EPIPE { throw .outputClosed }
            if fault != 0 {
                throw CommandFailure(
                    .internalFault, code: "output",
                    "cannot write to standard output: \(String(cString: strerror(fault)))")
            }
        }
    }

    /// Writes one line to standard output.
    func write(line: String) throws(CommandFailure) {
        try write([UInt8]((line + "\n").utf8))
    }

    /// Says something on standard error. That nobody listens is no fault.
    func say(_ text: String, newline: Bool = true) {
        let bytes = [UInt8]((newline ? text + "\n" : text).utf8)
        switch errors {
        case .memory: captured.withLock { $0.errors += bytes }
        case .descriptor(let descriptor): _ = bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
        }
    }

    /// What was written so far to streams that go to memory.
    var capturedText: (output: String, errors: String) {
        captured.withLock { (String(decoding: $0.output, as: UTF8.self), String(decoding: $0.errors, as: UTF8.self)) }
    }

    /// Zero, or the error number.
    private func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                return errno
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        return 0
    }
}
