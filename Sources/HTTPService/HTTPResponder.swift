// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// The one way to answer one request. The first answer counts; one that comes after the client has gone is ignored. If
/// the responder is dropped without an answer, the client gets status 500.
public final class HTTPResponder: Sendable {
    private let connection: Connection?
    private let generation: UInt64
    private let requestID: HTTPRequestID?
    private let isAnswered = Atomic(false)
    private let recorder: (@Sendable (HTTPResponse) -> Void)?

    init(connection: Connection, generation: UInt64, requestID: HTTPRequestID) {
        self.connection = connection
        self.generation = generation
        self.requestID = requestID
        recorder = nil
    }

    /// A responder without a connection that hands the answer to `recorder`, for tests of handlers.
    public init(recorder: @escaping @Sendable (HTTPResponse) -> Void) {
        connection = nil
        generation = 0
        requestID = nil
        self.recorder = recorder
    }

    deinit {
        guard !isAnswered.load(ordering: .relaxed) else { return }
        if let connection, let requestID {
            connection.answer(connection.core.refusal(.noAnswer, requestID), generation: generation)
        }
        recorder?(.empty(500))
    }

    /// Answers the request, from any thread. It does not wait for the client.
    public func answer(_ response: HTTPResponse) {
        guard !isAnswered.exchange(true, ordering: .relaxed) else { return }
        connection?.answer(response, generation: generation)
        recorder?(response)
    }
}
