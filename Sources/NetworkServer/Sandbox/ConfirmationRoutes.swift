// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import HTTPService
internal import Store
internal import WireJSON

/// What a sandbox shows of what shops have confirmed: which of the five expected situations was told of a checkout, and
/// which is missing (checkout 4.14).
struct ConfirmationRoutes: Sendable {
    let confirmations: Confirmations

    func report(srcCorrelationId: String?) throws -> HTTPResponse {
        guard let srcCorrelationId, !srcCorrelationId.isEmpty else {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.cannotBeNull, .query, "srcCorrelationId", "must be given")])
        }
        let reports = try confirmations.reports(correlation: srcCorrelationId)
        guard !reports.isEmpty else {
            throw ServiceError(.notFound, "There is no checkout of this srcCorrelationId.")
        }
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("srcCorrelationId", srcCorrelationId)
            writer.array("checkouts") { writer in
                for report in reports { Self.write(report, to: &writer) }
            }
        }
        return .json(200, writer.bytes)
    }

    private static func write(_ report: Confirmations.Report, to writer: inout JSONWriter) {
        let reported = report.reported
        writer.object { writer in
            writer.member("srcClientId", report.checkout.client)
            writer.member("srcDpaId", report.checkout.dpa)
            writer.member("state", report.checkout.state.word)
            writer.member("closed", report.checkout.isClosed)
            writer.member("reported", PurchaseSituation.allCases.filter(reported.contains).map(\.rawValue))
            writer.member("missing", PurchaseSituation.allCases.filter { !reported.contains($0) }.map(\.rawValue))
            writer.array("confirmations") { writer in
                for confirmation in report.confirmations {
                    writer.object { writer in
                        writer.member("receivedAt", confirmation.received.iso8601)
                        writer.member("checkoutEventType", confirmation.type)
                        writer.member("checkoutEventStatus", confirmation.status)
                        writer.member("confirmationStatus", confirmation.result)
                        writer.member("confirmationTimestamp", confirmation.at.iso8601)
                        writer.key("details")
                        writer.raw(confirmation.details)
                    }
                }
            }
        }
    }
}

extension CheckoutRow.State {
    fileprivate var word: String {
        switch self {
        case .open: "OPEN"
        case .complete: "COMPLETE"
        case .ended: "ENDED"
        }
    }
}
