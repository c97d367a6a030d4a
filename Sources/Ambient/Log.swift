// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import Synchronization

/// The log of a process: one JSON object a line to a file descriptor, or a readable line when that is a terminal.
///
/// A call costs about a microsecond and never waits for a reader: a line that the descriptor can not take at once is
/// dropped and counted, and the next line that goes through says how many are missing. A line is at most 4,096 bytes,
/// which a pipe takes whole. Whoever runs the process ignores SIGPIPE.
public final class Log: Sendable {
    /// How grave a line is.
    public enum Level: Int, Sendable, Comparable {
        case debug, info, warning, error

        var name: StaticString {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warning: "warning"
            case .error: "error"
            }
        }

        public static func < (left: Level, right: Level) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    /// How a line looks.
    public enum Form: Sendable {
        /// Text when the descriptor is a terminal, else JSON.
        case automatic
        case json
        case text
    }

    /// The longest line in bytes; a longer one is dropped.
    public static let lineBytesMax = 4096

    private struct State {
        var droppedSinceLine = 0
        var droppedTotal = 0
    }

    private let descriptor: Int32
    private let level: Level
    private let clock: any WallClock
    private let isText: Bool
    private let state = Mutex(State())

    /// Writes to `descriptor` (standard error unless told otherwise), which stays the caller's to close.
    public init(
        descriptor: Int32 = 2, level: Level = .info, form: Form = .automatic, clock: any WallClock = SystemClock()
    ) {
        self.descriptor = descriptor
        self.level = level
        self.clock = clock
        switch form {
        case .automatic: isText = isatty(descriptor) == 1
        case .json: isText = false
        case .text: isText = true
        }
    }

    /// How many lines were dropped since the start.
    public var droppedCount: Int {
        state.withLock { $0.droppedTotal }
    }

    /// Whether a line of `level` would be written: ask before a costly computation.
    public func writes(_ level: Level) -> Bool {
        level >= self.level
    }

    public func debug(_ message: StaticString, _ fields: LogField...) {
        write(.debug, message, fields)
    }

    public func info(_ message: StaticString, _ fields: LogField...) {
        write(.info, message, fields)
    }

    public func warning(_ message: StaticString, _ fields: LogField...) {
        write(.warning, message, fields)
    }

    public func error(_ message: StaticString, _ fields: LogField...) {
        write(.error, message, fields)
    }

    /// Writes one line when `level` is at least the log's.
    public func write(_ level: Level, _ message: StaticString, _ fields: [LogField]) {
        guard writes(level) else { return }
        let time = clock.now
        state.withLock { state in
            let line =
                isText
                ? LogLine(
                    text: fields, message: message, level: level, time: time, droppedCount: state.droppedSinceLine)
                : LogLine(
                    json: fields, message: message, level: level, time: time, droppedCount: state.droppedSinceLine)
            if send(line.bytes) {
                state.droppedSinceLine = 0
            } else {
                state.droppedSinceLine += 1
                state.droppedTotal += 1
            }
        }
    }

    /// Whether the descriptor took the whole line. It is asked first: a pipe that reports room takes 4,096 bytes.
    private func send(_ bytes: [UInt8]) -> Bool {
        guard bytes.count <= Log.lineBytesMax else { return false }
        var question = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard Glibc.poll(&question, 1, 0) == 1, question.revents & Int16(POLLOUT) != 0 else { return false }
        return bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
    }
}
