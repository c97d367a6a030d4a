// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import HTTPService
internal import Pages

/// A request for a page of the account, and who makes it.
struct AccountCall: Sendable {
    var request: HTTPRequest
    var language: PageLanguage
    var session: AccountSession?
    /// What was said to be shown with this page.
    var note: AccountNote?

    var text: AccountText { .of(language) }
}
