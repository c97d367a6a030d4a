// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import HTTPService
internal import WireJSON

/// Something that is to go wrong: for which operation, when, and how.
struct Fault: Sendable {
    /// Which of the operation's calls, counted from the moment the fault was made.
    enum Occasion: Sendable {
        case every
        case nth(Int)
        case first(Int)
        case probability(Double)
    }

    /// Before or after the operation has had its effect.
    enum Moment: String, Sendable {
        case before
        case after
    }

    /// What the client gets in place of the operation's own answer.
    enum Replacement: Sendable {
        case error(ServiceError)
        case reset
        /// A success whose body is broken off.
        case malformed
    }

    static let latencyMillisMax: Int64 = 600_000

    var id = 0
    /// Nil for every operation.
    var operation: Operation?
    var occasion: Occasion
    var moment: Moment
    var latency: Duration?
    var replacement: Replacement?
    /// Calls that were counted, and those among them that it acted on.
    var calls = 0
    var hits = 0

    /// Reads a fault as a user of the sandbox writes it.
    init(_ body: AdminBody) throws(ServiceError) {
        let name = try AdminBody.required(body.string("operation"), "operation")
        operation = Operation(rawValue: name)
        guard operation != nil || name == "*" else {
            throw AdminBody.error(.invalidValue, "operation", "must be an operationId of /openapi.json, or *")
        }
        occasion = try Self.occasion(body)
        let moment = try body.string("moment") ?? Moment.before.rawValue
        self.moment = try AdminBody.required(
            Moment(rawValue: moment), "moment", reason: .invalidValue, "must be before or after")
        latency = try body.int("latencyMillis", in: 1...Self.latencyMillisMax).map { .milliseconds($0) }
        replacement = try Self.replacement(body)
        guard latency != nil || replacement != nil else {
            throw AdminBody.error(.cannotBeNull, "status", "give status and reason, latencyMillis, reset or malformed")
        }
    }

    private static func occasion(_ body: AdminBody) throws(ServiceError) -> Occasion {
        let nth = try body.int("nth", in: 1...1_000_000_000).map(Occasion.nth)
        let first = try body.int("first", in: 1...1_000_000_000).map(Occasion.first)
        let probability = try body.share("probability").map(Occasion.probability)
        let given = [nth, first, probability].compactMap { $0 }
        guard given.count <= 1 else {
            throw AdminBody.error(.invalidValue, "nth", "give one of nth, first and probability")
        }
        return given.first ?? .every
    }

    private static func replacement(_ body: AdminBody) throws(ServiceError) -> Replacement? {
        let status = try body.int("status", in: 400...599)
        let reason = try body.string("reason")
        let resets = try body.bool("reset") ?? false
        let isMalformed = try body.bool("malformed") ?? false
        let hasError = status != nil || reason != nil
        if resets, hasError || isMalformed {
            throw AdminBody.error(.invalidValue, "reset", "give reset, malformed, or status and reason")
        }
        if isMalformed, hasError {
            throw AdminBody.error(.invalidValue, "malformed", "give malformed, or status and reason")
        }
        if !hasError { return resets ? .reset : isMalformed ? .malformed : nil }
        let name = try AdminBody.required(reason, "reason")
        let isWord = (1...64).contains(name.utf8.count) && name.utf8.allSatisfy { $0 == 0x5F || (65...90).contains($0) }
        guard isWord else { throw AdminBody.error(.invalidFormat, "reason", "must be a word such as UNAVAILABLE") }
        return .error(
            ServiceError(ErrorClass(rawValue: name), "A fault of the sandbox.", status: try required(status)))
    }

    private static func required(_ status: Int?) throws(ServiceError) -> Int {
        try AdminBody.required(status, "status")
    }

    /// Counts a call and says whether the fault acts on it. `chance` gives a number from 0 up to 1.
    mutating func counts(_ called: Operation, chance: () -> Double) -> Bool {
        guard operation == nil || operation == called else { return false }
        calls += 1
        let acts =
            switch occasion {
            case .every: true
            case .nth(let number): calls == number
            case .first(let count): calls <= count
            case .probability(let share): chance() < share
            }
        if acts { hits += 1 }
        return acts
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("operation", operation?.rawValue ?? "*")
            switch occasion {
            case .every: break
            case .nth(let number): writer.member("nth", number)
            case .first(let count): writer.member("first", count)
            case .probability(let share):
                writer.key("probability")
                writer.double(share)
            }
            writer.member("moment", moment.rawValue)
            writer.member("latencyMillis", latency.map { Int($0 / .milliseconds(1)) })
            switch replacement {
            case .error(let error):
                writer.member("status", error.status)
                writer.member("reason", error.errorClass.rawValue)
            case .reset: writer.member("reset", true)
            case .malformed: writer.member("malformed", true)
            case nil: break
            }
            writer.member("calls", calls)
            writer.member("hits", hits)
        }
    }
}
