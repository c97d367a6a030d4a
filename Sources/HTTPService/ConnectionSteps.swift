// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// What the I/O thread does with a connection when the library calls. Each step says whether the connection goes on.
extension Connection {
    /// A refused body of up to this size is read and thrown away, which keeps the connection; a larger one closes it.
    private static let discardBytesMax = 64 << 10

    /// The header is complete. An answer given here closes the connection: the library takes it for one that does not
    /// wait for the body. So what can wait is answered when the library calls again, at once when there is no body.
    func begin(_ connection: OpaquePointer, reader: consuming HeadReader) -> Bool {
        let problem: HTTPRefusal? =
            reader.isMalformed ? .malformed : reader.isVersionUnknown ? .versionNotSupported : nil
        let hasBody = reader.hasBody
        let declared = reader.declaredBytes
        let expectsContinue = reader.expectsContinue
        let head = reader.head(
            remoteAddress: remoteAddress, requestID: thread.nextRequestID(), isTLS: isTLS, received: .now)
        self.head = head
        core.requestBegan()
        if let problem { return reply(core.refusal(problem, to: head), connection, abandonsBody: true) }
        if core.isStopping.load(ordering: .relaxed) {
            return reply(core.refusal(.stopping, to: head), connection, abandonsBody: hasBody)
        }
        switch core.handler.admit(head) {
        case .refuse(let response, let route):
            self.route = route
            let isSmall = !expectsContinue && declared ?? .max <= Connection.discardBytesMax
            guard !hasBody || isSmall else { return reply(response, connection, abandonsBody: true) }
            phase = .discarding(response)
            return true
        case .accept(let bodyBytesMax, let route, let context):
            self.route = route
            self.context = context
            phase = .body
            guard hasBody else { return true }
            let bytesMax = bodyBytesMax ?? core.configuration.bodyBytesMax
            if let refusal = body.prepare(declared: declared, bytesMax: bytesMax, core: core) {
                return reply(core.refusal(refusal, to: head), connection, abandonsBody: true)
            }
            deadline.store(core.deadline(bytes: declared ?? bytesMax), ordering: .relaxed)
            return true
        }
    }

    /// A part of the body came in.
    func receive(_ part: UnsafeRawBufferPointer, _ connection: OpaquePointer) -> Bool {
        guard case .body = phase, let head else { return true }
        core.metrics.bytesReceived.add(part.count)
        guard let refusal = body.append(part, core: core) else { return true }
        // The library takes no answer before the end of the body: it is sent past it, and the connection closed.
        let response = core.refusal(refusal, to: head)
        status = response.status
        lingers = true
        MicroHTTPD.sendAtOnce(
            response, requestIDHeader: core.configuration.requestIDHeader, requestID: head.requestID, on: connection)
        return false
    }

    /// The request is complete, or the connection goes on after waiting for its answer.
    func proceed(_ connection: OpaquePointer) -> Bool {
        switch phase {
        case .body:
            return handle(connection)
        case .discarding(let response):
            return reply(response, connection)
        case .handled:
            guard let response = takeAnswerOrSuspend(connection) else { return true }
            return reply(response, connection)
        case .idle, .answering:
            return true
        }
    }

    private func handle(_ connection: OpaquePointer) -> Bool {
        guard let head else { return false }
        phase = .handled
        awaitsInput.store(false, ordering: .relaxed)
        let request = HTTPRequest(head: head, body: body.takeBytes(), route: route)
        let context = self.context
        self.context = nil
        let generation = exchange.withLock { exchange in
            exchange.state = .open
            exchange.requestID = head.requestID
            return exchange.generation
        }
        core.handler.handle(
            request, context: context,
            HTTPResponder(connection: self, generation: generation, requestID: head.requestID))
        guard let response = takeAnswerOrSuspend(connection) else { return true }
        return reply(response, connection)
    }

    /// Dissolves the association, for which the kernel sends a reset: the library, which closes the socket now, would
    /// end the stream in order first, and a client would take that for an empty answer.
    private func sendReset() {
        var nobody = sockaddr()
        nobody.sa_family = sa_family_t(AF_UNSPEC)
        _ = connect(descriptor, &nobody, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// Queues an answer. With `abandonsBody` the client may still be sending, and the connection ends with the answer.
    private func reply(_ response: HTTPResponse, _ connection: OpaquePointer, abandonsBody: Bool = false) -> Bool {
        if response.resetsConnection {
            sendReset()
            return false
        }
        let closes =
            response.closesConnection || abandonsBody || core.isDraining.load(ordering: .relaxed)
        if abandonsBody { lingers = true }
        if response.body.count > Connection.discardBytesMax || deadline.load(ordering: .relaxed) == .max {
            deadline.store(core.deadline(bytes: response.body.count), ordering: .relaxed)
        }
        phase = .answering
        awaitsInput.store(false, ordering: .relaxed)
        status = response.status
        let requestID = head?.requestID
        if MicroHTTPD.queue(
            response, requestIDHeader: core.requestIDHeader, requestID: requestID, closes: closes, on: connection)
        {
            return true
        }
        guard let requestID else { return false }
        core.log.error(
            "an answer could not be sent", .int("status", response.status),
            .identifier("requestId", requestID.logIdentifier))
        let substitute = core.refusal(.noAnswer, requestID)
        status = substitute.status
        return MicroHTTPD.queue(
            substitute, requestIDHeader: core.requestIDHeader, requestID: requestID, closes: true, on: connection)
    }
}
