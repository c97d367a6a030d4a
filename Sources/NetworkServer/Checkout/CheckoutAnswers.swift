// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Checkout
internal import ClickToPay
internal import JOSE
internal import PhoneNumbers
internal import Store
internal import Verification
internal import WireJSON

/// The answers to a checkout and to what is done in its window (checkout 4.7, 4.8).
struct CheckoutAnswers: Sendable {
    var checkouts: Checkouts
    var signing: CheckoutSigning

    /// - Parameter origin: of the network's own pages.
    func json(
        _ view: CheckoutView, _ dpa: DigitalPaymentApplication, _ registry: CallerRegistry, origin: String
    ) throws -> [UInt8] {
        var signed: String?
        if view.row.state == .complete {
            guard let facts = view.facts else {
                throw CheckoutRefusal(.notFound, "The consumer or the card is gone.")
            }
            // It may have been barred while the window was open.
            if view.session.options.payloadType.isEncrypted { try dpa.requireUnbarred() }
            let payload = try checkouts.payload(view).map { payload in
                (payload, try signing.key(registry, client: view.row.client), dpa.settings.payloadEncryption)
            }
            signed = try signing.sign(
                srcCorrelationId: view.row.correlation, view.session, facts, registry, payload: payload)
        }
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("srcCorrelationId", view.row.correlation)
            if view.row.state == .open {
                open(view, origin, to: &writer)
            } else {
                settled(view, dpa.settings.dialect, signed, to: &writer)
            }
        }
        return writer.bytes
    }

    private func open(_ view: CheckoutView, _ origin: String, to writer: inout JSONWriter) {
        let id = checkouts.session(of: view.row)
        writer.member("dcfSessionId", id)
        writer.member("dcfUri", origin + "/dcf/" + id)
        writer.member("requiredSteps", view.steps.map(\.rawValue))
        writer.member("expiresAt", view.row.expires.iso8601)
        if view.steps.contains(.dataCapture) {
            writer.member(
                "requestedFields", view.session.requested.filter(view.session.missing.contains).map(\.rawValue))
        }
        if view.session.offersStorage { writer.member("storageOffered", true) }
        guard view.steps.contains(.authentication) else { return }
        let channels = view.channels
        writer.array("supportedValidationChannels") { writer in
            for (index, channel) in channels.enumerated() {
                writer.object { writer in
                    writer.member("validationChannelId", String(index))
                    writer.member("identityType", channel.identityType.rawValue)
                    writer.member("maskedValidationChannel", channel.masked)
                }
            }
        }
        if let sent = view.session.sentTo, channels.indices.contains(sent) {
            writer.member("maskedValidationChannel", channels[sent].masked)
            writer.member("nextSendAt", view.session.nextSend?.iso8601)
        }
    }

    private func settled(
        _ view: CheckoutView, _ dialect: BrowserError.Dialect, _ signed: String?, to writer: inout JSONWriter
    ) {
        let action = view.session.action ?? .error
        switch dialect {
        case .mastercard: writer.member("dcfActionCode", action.rawValue)
        case .unified: writer.member("checkoutActionCode", action.rawValue)
        }
        writer.member("checkoutResponse", signed)
        if view.session.unbindsAppInstance { writer.member("unbindAppInstance", true) }
        writer.member("idToken", view.session.idToken)
        writer.member("recognitionToken", view.session.recognitionToken)
        if action == .complete {
            writer.member("network", "mastercard")
            writer.object("headers") { $0.member("X-Src-Cx-Flow-Id", view.row.correlation) }
        }
        guard !view.session.outcomes.isEmpty else { return }
        writer.array("dataCapture") { writer in
            for outcome in view.session.outcomes {
                writer.object { writer in
                    writer.member("field", outcome.field.rawValue)
                    writer.member("source", outcome.isFromCheckout ? "CHECKOUT" : "DIRECTORY")
                    writer.member("stored", outcome.reason == .stored)
                    writer.member("reason", outcome.reason.rawValue)
                }
            }
        }
    }
}

extension CodeChannel {
    /// As it may be shown.
    var masked: String {
        switch self {
        case .email(let email): Masking.email(email.original)
        case .mobile(let mobile): "+\(mobile.countryCode) " + Masking.phone(mobile.nationalNumber)
        }
    }
}
