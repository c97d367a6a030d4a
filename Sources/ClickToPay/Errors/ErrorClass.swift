// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The class of a service error (enrollment 4.4). Servers may use words that are not listed here.
public struct ErrorClass: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The request is not written as it must be.
    public static let invalidArgument = ErrorClass(rawValue: "INVALID_ARGUMENT")
    /// The request is well written, but cannot be carried out as things are.
    public static let invalidState = ErrorClass(rawValue: "INVALID_STATE")
    public static let unauthenticated = ErrorClass(rawValue: "UNAUTHENTICATED")
    public static let permissionDenied = ErrorClass(rawValue: "PERMISSION_DENIED")
    public static let locked = ErrorClass(rawValue: "LOCKED")
    public static let notFound = ErrorClass(rawValue: "NOT_FOUND")
    public static let alreadyExists = ErrorClass(rawValue: "ALREADY_EXISTS")
    public static let aborted = ErrorClass(rawValue: "ABORTED")
    public static let resourceExhausted = ErrorClass(rawValue: "RESOURCE_EXHAUSTED")
    public static let `internal` = ErrorClass(rawValue: "INTERNAL")
    public static let dataLoss = ErrorClass(rawValue: "DATA_LOSS")
    public static let unexpectedError = ErrorClass(rawValue: "UNEXPECTED_ERROR")
    public static let notImplemented = ErrorClass(rawValue: "NOT_IMPLEMENTED")
    public static let unavailable = ErrorClass(rawValue: "UNAVAILABLE")
    public static let deadlineExceeded = ErrorClass(rawValue: "DEADLINE_EXCEEDED")
    public static let complianceRequired = ErrorClass(rawValue: "COMPLIANCE_REQUIRED")
    public static let invalidConfiguration = ErrorClass(rawValue: "INVALID_CONFIGURATION")
    public static let cancelled = ErrorClass(rawValue: "CANCELLED")
}
