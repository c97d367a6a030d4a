// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

/// What the bank answers.
enum BankRoute: Sendable {
    case root
    case home
    case health
    case asset
    case logo
    case signInPage
    case signIn
    case signOut
    case cards
    case card
    case offer
    case push
    case enroll
    case suspend
    case resume
    case removal
    case remove
    case comeBack
    case result
    case confirm
    case activity
    case profile
    case activation
    case activate
    case notification

    static let router = Router<BankRoute>([
        ("GET", "/", .root),
        ("GET", "/healthz", .health),
        ("GET", PageAssets.route, .asset),
        ("GET", "/bank", .home),
        ("GET", "/bank/sign-in", .signInPage),
        ("POST", "/bank/sign-in", .signIn),
        ("POST", "/bank/sign-out", .signOut),
        ("GET", "/bank/logos/{asset}", .logo),
        ("GET", "/bank/cards", .cards),
        ("GET", "/bank/cards/{card}", .card),
        ("GET", "/bank/cards/{card}/add", .offer),
        ("POST", "/bank/cards/{card}/push", .push),
        ("POST", "/bank/cards/{card}/enroll", .enroll),
        ("POST", "/bank/cards/{card}/suspend", .suspend),
        ("POST", "/bank/cards/{card}/resume", .resume),
        ("GET", "/bank/cards/{card}/remove", .removal),
        ("POST", "/bank/cards/{card}/remove", .remove),
        ("GET", "/bank/return", .comeBack),
        ("GET", "/bank/results/{attempt}", .result),
        ("POST", "/bank/results/{attempt}", .confirm),
        ("GET", "/bank/activity", .activity),
        ("GET", "/bank/profile", .profile),
        ("GET", "/bank/activate", .activation),
        ("POST", "/bank/activate", .activate),
        ("POST", "/bank/notifications", .notification),
    ])

    /// Nobody has to be signed in for these.
    var isOpen: Bool {
        switch self {
        case .root, .home, .health, .asset, .signInPage, .signIn, .signOut, .notification: true
        default: false
        }
    }
}
