// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// Why an operation did not succeed. It carries what the network said, never what was sent.
public struct IssuerClientError: Error, Sendable {
    public enum Cause: Sendable {
        /// The profile or one of its key files cannot be used. Nothing was sent.
        case configuration(String)
        /// What was given to the operation cannot be sent.
        case invalidRequest(String)
        /// No answer: not connected, TLS failed, or timed out. Whether the network acted is unknown.
        case notReachable(String)
        /// The network answered and refused.
        case refused(status: Int, ReceivedError)
        /// The network answered something that is not in the contract.
        case unexpectedAnswer(status: Int, String)
    }

    public let cause: Cause
    /// What the answer said about when to come back, if it did.
    public let retryAfter: Duration?
    /// The answer's correlation id, for a support request.
    public let correlationId: String?

    public init(_ cause: Cause, retryAfter: Duration? = nil, correlationId: String? = nil) {
        self.cause = cause
        self.retryAfter = retryAfter
        self.correlationId = correlationId
    }

    /// The HTTP status of the answer; nil when there was none.
    public var status: Int? {
        switch cause {
        case .refused(let status, _), .unexpectedAnswer(let status, _): status
        default: nil
        }
    }

    /// The word for what went wrong: a detail reason, an error class, a gateway code, or a word of ours.
    public var reason: String {
        switch cause {
        case .configuration: "INVALID_CONFIGURATION"
        case .invalidRequest: "INVALID_REQUEST"
        case .notReachable: "NOT_REACHABLE"
        case .unexpectedAnswer: "UNEXPECTED_ANSWER"
        case .refused(_, .service(let error)):
            error.details.lazy.compactMap { $0.reason?.rawValue }.first ?? error.errorClass.rawValue
        case .refused(_, .gateway(let errors)): errors.first?.reasonCode ?? "GATEWAY"
        case .refused(_, .tokenConnect(let errors)): errors.first?.reasonCode ?? "TOKEN_CONNECT"
        case .refused(let status, .unreadable): "HTTP_\(status)"
        }
    }

    /// The field that the answer names.
    public var field: String? {
        guard case .refused(_, .service(let error)) = cause else { return nil }
        return error.details.lazy.compactMap(\.source).first
    }

    /// Whether the answer says that what was encrypted could not be decrypted (enrollment 3.7).
    public var isDecryptionFault: Bool {
        guard case .refused(400, .service(let error)) = cause else { return false }
        return error.details.contains { $0.reason == .corruptData }
    }

    /// Whether nothing will change until somebody changes keys, rights or settings.
    public var concernsAccess: Bool {
        switch cause {
        case .configuration: true
        case .refused(let status, let received):
            // A directory that is not there is a wrong profile, and nothing that was deleted before.
            status == 401 || status == 403 || status == 404 && field == "directoryId"
                || {
                    // The gateway refuses with 400 too, before the service is reached.
                    if case .gateway(let errors) = received { return !errors.contains(where: \.recoverable) }
                    return false
                }()
        default: false
        }
    }
}

extension IssuerClientError: CustomStringConvertible {
    /// One line: what was refused, why and where. Messages of the network are cleaned of digits and addresses.
    public var description: String {
        switch cause {
        case .configuration(let message), .invalidRequest(let message): return message
        case .notReachable(let message): return message
        case .unexpectedAnswer(let status, let message): return "answer \(status): \(message)"
        case .refused(let status, .service(let error)):
            let details = error.details.prefix(3).map { detail in
                [detail.reason?.rawValue, detail.source, detail.message].compactMap { $0 }.joined(separator: " ")
            }
            let list = details.isEmpty ? "" : " (" + details.joined(separator: "; ") + ")"
            return MessageCleaner.clean("refused with \(status) \(error.errorClass.rawValue): \(error.message)\(list)")
        case .refused(let status, .gateway(let errors)):
            let first = errors.first
            return "refused by the gateway with \(status) \(first?.reasonCode ?? ""): "
                + MessageCleaner.clean(first?.description ?? "", keepsLength: true)
        case .refused(_, .tokenConnect(let errors)):
            let list = errors.prefix(3).map { error in
                error.reasonCode + (error.description.map { ": " + $0 } ?? "")
            }
            return MessageCleaner.clean("refused by Token Connect with " + list.joined(separator: "; "))
        case .refused(let status, .unreadable): return "refused with \(status)"
        }
    }
}
