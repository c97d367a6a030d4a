// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import HTTPService
internal import Pages
internal import Vault
internal import Verification

/// The cookies of the account's pages. No script reads them, and each but the remembered browser's is for these pages
/// alone.
struct AccountCookies: Sendable {
    private static let path = "/account"
    private static let entrySeconds = 3600
    private static let languageSeconds = 180 * 86_400
    private static let noteSeconds = 60
    private static let tokenBytesMax = 4096

    private let vault: Vault
    private let sessions: PageCookie
    private let remembered: PageCookie
    private let entries: PageCookie
    private let notes: PageCookie
    private let languages: PageCookie

    /// - Parameter isSecure: whether browsers reach this server by https alone.
    init(vault: Vault, isSecure: Bool) {
        self.vault = vault
        // For the whole site, so that a browser holds them to the strictest of its rules (`__Host-`).
        sessions = PageCookie("muster-account", isSecure: isSecure)
        remembered = PageCookie("muster-account-remember", isSecure: isSecure)
        entries = PageCookie("muster-account-code", path: Self.path, isSecure: isSecure)
        notes = PageCookie("muster-account-note", path: Self.path, isSecure: isSecure)
        languages = PageCookie("muster-account-language", path: Self.path, isSecure: isSecure)
    }

    // MARK: The session

    func session(in request: HTTPRequest) -> String? { sessions.value(in: request) }

    func set(_ session: AccountSession) -> HTTPField {
        sessions.set(session.text, seconds: Int(AccountSessions.life.components.seconds))
    }

    var withoutSession: HTTPField { sessions.clearing }

    // MARK: The remembered browser

    func token(in request: HTTPRequest) -> String? {
        remembered.value(in: request).flatMap { $0.utf8.count <= Self.tokenBytesMax ? $0 : nil }
    }

    func set(token: String) -> HTTPField {
        remembered.set(token, seconds: Int(Recognition.lifetime.components.seconds))
    }

    var withoutToken: HTTPField { remembered.clearing }

    // MARK: The code

    func entry(in request: HTTPRequest) -> AccountEntry? {
        entries.value(in: request).flatMap { AccountEntry(sealed: $0, vault) }
    }

    func set(_ entry: AccountEntry) -> HTTPField { entries.set(entry.sealed(vault), seconds: Self.entrySeconds) }

    var withoutEntry: HTTPField { entries.clearing }

    // MARK: What is said and how

    func note(in request: HTTPRequest) -> AccountNote? { notes.value(in: request).flatMap(AccountNote.init) }

    func set(_ note: AccountNote) -> HTTPField { notes.set(note.rawValue, seconds: Self.noteSeconds) }

    var withoutNote: HTTPField { notes.clearing }

    func language(in request: HTTPRequest) -> PageLanguage? {
        languages.value(in: request).flatMap { PageLanguage(rawValue: $0) }
    }

    func set(_ language: PageLanguage) -> HTTPField {
        languages.set(language.rawValue, seconds: Self.languageSeconds)
    }
}
