// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Store

/// Takes what shops tell of their checkouts (checkout 4.10).
public struct Confirmations: Sendable {
    /// What was told of one checkout.
    public struct Report: Sendable {
        public var checkout: CheckoutRow
        public var confirmations: [ConfirmationRow]

        public var reported: Set<PurchaseSituation> {
            Set(
                confirmations.compactMap {
                    PurchaseSituation(type: $0.type, status: $0.status, result: $0.result)
                })
        }
    }

    /// What is kept of one checkout, at most.
    public static let countMax = 1000

    private let store: any DirectoryStore
    private let clock: any WallClock

    public init(store: any DirectoryStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Keeps a confirmation. After a final cancellation there are no more credentials (checkout 4.9).
    ///
    /// - Parameter client: who calls.
    /// - Throws: PERMISSION_DENIED for the checkout of another client, INVALID_ARGUMENT for a correlation without a
    ///   checkout that was completed, RESOURCE_EXHAUSTED when too much was told of it.
    public func take(_ request: ConfirmationRequest, client: String) throws {
        guard let at = Timestamp(iso8601: request.confirmationTimestamp) else { throw ServiceError(.invalidArgument) }
        let correlation = request.srcCorrelationId.value
        try store.write { [clock] writing in
            let now = clock.now
            let rows = try writing.checkouts(correlation: correlation, client: client, limit: 20)
            guard var row = rows.first(where: { $0.state == .complete }) else {
                if rows.isEmpty { try CheckoutOwner.refuseForeign(correlation, in: writing) }
                throw CheckoutEligibility.fault(
                    .notFound, "There is no completed checkout of this srcCorrelationId.", "srcCorrelationId")
            }
            guard try writing.confirmations(of: row.id).count < Self.countMax else {
                throw ServiceError(.resourceExhausted, "Too much was confirmed of this checkout.")
            }
            try writing.append(
                confirmation: ConfirmationRow(
                    checkout: row.id, received: now, type: request.checkoutEventType,
                    status: request.checkoutEventStatus, result: request.confirmationStatus, at: at,
                    details: request.details))
            guard request.isFinalCancellation, !row.isClosed else { return }
            row.isClosed = true
            try writing.update(checkout: row)
        }
    }

    /// What was told of the checkouts of a correlation, newest first.
    public func reports(correlation: String) throws -> [Report] {
        try store.read { reading in
            try reading.checkouts(correlation: correlation, client: nil, limit: 20).map {
                Report(checkout: $0, confirmations: try reading.confirmations(of: $0.id))
            }
        }
    }
}

extension ConfirmationRequest {
    /// A cancellation that is more than begun.
    var isFinalCancellation: Bool { checkoutEventType == "04" && checkoutEventStatus != "01" }
}
