// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why card management refuses a call: one entry of its published table of errors (processing 11). A description may
/// name a number that the caller gave as an id, and never another value.
public struct ProcessingError: Error, Sendable, Equatable {
    /// The `Source` of these errors on the wire.
    public static let source = "MASTERCARD PROCESSING"

    public var reasonCode: String
    /// The HTTP status.
    public var status: Int
    public var description: String
    /// Whether the same call may succeed later.
    public var isRecoverable: Bool

    init(_ reasonCode: String, _ status: Int, _ description: String, isRecoverable: Bool = false) {
        self.reasonCode = reasonCode
        self.status = status
        self.description = description
        self.isRecoverable = isRecoverable
    }

    /// - Parameters:
    ///   - field: the path of the member or the name of the header that is wrong.
    ///   - fault: what is wrong with it, such as `must be a string`.
    public static func validation(_ field: String, _ fault: String) -> ProcessingError {
        ProcessingError("REQUEST_VALIDATION", 400, "\(field) \(fault).")
    }

    public static let plasticIsMissing = ProcessingError(
        "PLASTIC_IS_MISSING", 400, "The card has no plastic that could be activated.")

    /// The program has no card management.
    public static func disabled(_ operationId: String) -> ProcessingError {
        ProcessingError("OPERATION_DENIED", 403, "Operation \(operationId) is disabled in your API configuration.")
    }

    /// The caller may not do that.
    public static func denied(_ reason: String) -> ProcessingError {
        ProcessingError("OPERATION_DENIED", 403, reason)
    }

    public static func noClient(_ number: Int64) -> ProcessingError {
        ProcessingError("CLIENT_DOES_NOT_EXIST", 404, "Client with id \(number) not found.")
    }

    public static func noAccount(_ number: Int64) -> ProcessingError {
        ProcessingError("ACCOUNT_CONTRACT_DOES_NOT_EXIST", 404, "Account contract with id \(number) not found.")
    }

    public static func noCard(_ number: Int64) -> ProcessingError {
        ProcessingError("CARD_CONTRACT_DOES_NOT_EXIST", 404, "Card contract with id \(number) not found.")
    }

    /// A search by a number that must not be repeated.
    public static let noSuchCard = ProcessingError("CARD_CONTRACT_DOES_NOT_EXIST", 404, "Card contract not found.")

    public static func noContract(_ number: Int64) -> ProcessingError {
        ProcessingError("CONTRACT_DOES_NOT_EXIST", 404, "Contract with id \(number) not found.")
    }

    /// Unknown, or deactivated.
    public static let noToken = ProcessingError("TOKEN_DOES_NOT_EXIST", 404, "Token not found.")

    /// Token Connect cannot be reached, or failed (processing 8).
    public static let pushFailed = ProcessingError(
        "SERVICE_UNAVAILABLE", 502, "Token Connect did not answer.", isRecoverable: true)

    public static let keyInProgress = ProcessingError(
        "IDEMPOTENCY_KEY_ALREADY_IN_PROGRESS", 409, "A call with this idempotency key is in progress.",
        isRecoverable: true)

    public static let keyUsed = ProcessingError(
        "IDEMPOTENCY_KEY_ALREADY_USED", 422, "The idempotency key was used for another call.")
}
