// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Store
internal import Verification

/// What follows once a step of a checkout is on disk.
extension Checkouts {
    /// The issuer is told, the shop gets an ID token where its consumer has proved something or is to be signed out
    /// (checkout 5.8), and the browser is remembered where its consumer wants that, or gets a new token where it was
    /// recognized (checkout 7, "Rotation").
    ///
    /// A purchase that is made is never lost for that: where a token cannot be made, its end goes without.
    func finished(_ view: CheckoutView, _ told: Told) throws -> CheckoutView {
        if told.value { notifications?.kept() }
        guard view.row.state != .open else { return view }
        var view = view
        do {
            try addIdToken(to: &view)
            try addRecognitionToken(to: &view)
        } catch {
            guard view.row.state == .complete else { throw error }
            idTokens.failed()
        }
        return view
    }

    private func addIdToken(to view: inout CheckoutView) throws {
        guard let bearer = view.session.bearer else { return }
        view.session.idToken = try idTokens.issue(
            CheckoutSignIn(
                bearer: bearer, client: view.row.client, dpa: view.row.dpa, directory: view.row.directory,
                consumer: view.row.consumer, browser: view.session.visitor?.browser))
        view.session.visitor = nil
        let token = view.session.idToken
        try keep(&view) { session in
            guard session.visitor != nil else { return false }
            session.visitor = nil
            session.idToken = token
            return true
        }
    }

    private func addRecognitionToken(to view: inout CheckoutView) throws {
        guard view.row.state == .complete, !view.session.isGuest, !view.session.unbindsAppInstance,
            view.session.recognitionToken == nil, let token = try newToken(view)
        else { return }
        view.session.recognitionToken = token
        try keep(&view) { session in
            guard session.isRemembered || session.browser != nil else { return false }
            session.recognitionToken = token
            return true
        }
    }

    /// Keeps what the session has got since. A shop may have had its credentials meanwhile: what went with them does
    /// not come back.
    ///
    /// - Parameter change: false: there is nothing to keep.
    private func keep(
        _ view: inout CheckoutView, _ change: @escaping @Sendable (inout CheckoutSession) -> Bool
    ) throws {
        let settled = view.row
        view.row = try store.write { [vault] writing in
            guard var row = try writing.checkout(settled.id), !row.sealed.isEmpty else { return settled }
            var session = try CheckoutSession(row, vault)
            guard change(&session) else { return row }
            row.sealed = session.sealed(vault, as: row.id)
            try writing.update(checkout: row)
            return row
        }
    }

    /// Nil: the browser is not to be remembered, or its profile went or changed a moment ago. The purchase stands.
    private func newToken(_ view: CheckoutView) throws -> String? {
        if let browser = view.session.browser, let token = try recognition.rotate(browser, client: view.row.client) {
            return token
        }
        guard view.session.isRemembered else { return nil }
        do {
            return try recognition.remember(
                consumer: view.row.consumer, directory: view.row.directory, client: view.row.client,
                appInstance: entropy.uuid(), identity: view.session.proved)
        } catch is RecognitionRefusal {
            return nil
        }
    }
}
