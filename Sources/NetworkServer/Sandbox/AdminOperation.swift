// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService

/// The sandbox's switches. They are no part of the contract, so that the API description does not show them.
enum AdminOperation: CaseIterable, Sendable {
    case clock
    case freezeClock
    case setClock
    case advanceClock
    case resumeClock
    case faults
    case addFault
    case removeFaults
    case reset
    case journal
    case emptyJournal
    case lastRefusedSignature
    /// The same by another name (checkout 4.14).
    case lastAuthFailure
    case outbox
    case replayOutbox
    case lastCode
    case fixCodes
    case messages
    case passkeys
    case confirmations
    case delegate
    case seed

    static let prefix = "/__admin"

    var method: StaticString {
        switch self {
        case .clock, .faults, .journal, .lastRefusedSignature, .lastAuthFailure, .outbox, .lastCode, .messages,
            .confirmations:
            "GET"
        case .fixCodes, .passkeys: "PUT"
        case .removeFaults, .emptyJournal: "DELETE"
        default: "POST"
        }
    }

    var path: StaticString {
        switch self {
        case .clock: "/__admin/clock"
        case .freezeClock: "/__admin/clock/freeze"
        case .setClock: "/__admin/clock/set"
        case .advanceClock: "/__admin/clock/advance"
        case .resumeClock: "/__admin/clock/resume"
        case .faults, .addFault, .removeFaults: "/__admin/faults"
        case .reset: "/__admin/reset"
        case .journal, .emptyJournal: "/__admin/journal"
        case .lastRefusedSignature: "/__admin/last-refused-signature"
        case .lastAuthFailure: "/__admin/last-auth-failure"
        case .outbox: "/__admin/outbox"
        case .replayOutbox: "/__admin/outbox/replay"
        case .lastCode: "/__admin/otp"
        case .fixCodes: "/__admin/otp/fixed"
        case .messages: "/__admin/messages"
        case .passkeys: "/__admin/passkeys"
        case .confirmations: "/__admin/confirmations"
        case .delegate: "/__admin/issuers/{id}/delegation"
        case .seed: "/__admin/seed"
        }
    }

    /// The members that a body may have.
    var members: Set<String> {
        switch self {
        case .freezeClock, .setClock: ["now"]
        case .advanceClock: ["seconds"]
        case .addFault:
            [
                "operation", "nth", "first", "probability", "status", "reason", "latencyMillis", "reset", "malformed",
                "moment",
            ]
        case .reset: ["serviceId", "identity"]
        case .replayOutbox: ["serviceId", "since"]
        case .fixCodes: ["identities", "code"]
        case .passkeys: ["identities", "appInstanceIds"]
        case .delegate: Set(DelegationRoutes.fields)
        case .seed: ["scenario", "serviceId"]
        default: []
        }
    }

    /// The parameters that a query may have.
    var parameters: Set<String> {
        switch self {
        case .journal, .messages: ["limit"]
        case .lastCode: ["identity"]
        case .confirmations: ["srcCorrelationId"]
        case .outbox: ["limit", "serviceId"]
        default: []
        }
    }

    static func router() -> Router<AdminOperation> {
        Router(allCases.map { ($0.method, $0.path, $0) })
    }
}
