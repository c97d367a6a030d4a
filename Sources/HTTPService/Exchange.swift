// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where the answer to the current request of a connection stands. Guarded by the connection's lock: the I/O thread and
/// whoever answers meet here.
///
///     idle ──handle──▶ open ──────────────answer──▶ answered ──▶ idle
///                        └──▶ suspended ──answer──▶ answered
struct Exchange: @unchecked Sendable {
    // Sendable: the library's connection may be resumed from any thread.
    enum State {
        /// No request is being handled.
        case idle
        /// The handler was called and the I/O thread has not suspended the connection.
        case open
        /// The connection waits, without a thread, for its answer.
        case suspended(OpaquePointer)
        case answered(HTTPResponse)
    }

    /// Counts requests, so that an answer to an earlier one is told from an answer to this one.
    var generation: UInt64 = 0
    var state = State.idle
    /// Of the request that is being handled.
    var requestID: HTTPRequestID?
}
