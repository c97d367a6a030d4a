// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Store

/// Whose a correlation is (checkout 7: the client of later calls must be the one that began).
enum CheckoutOwner {
    /// - Throws: PERMISSION_DENIED when a correlation is another client's.
    static func refuseForeign(_ correlation: String, in reading: any DirectoryReading) throws {
        guard try !reading.checkouts(correlation: correlation, client: nil, limit: 1).isEmpty else { return }
        throw ServiceError(
            .permissionDenied, "The srcCorrelationId is another client's.",
            details: [ErrorDetail(.invalidValue, .body, "srcCorrelationId", "is another client's")])
    }
}
