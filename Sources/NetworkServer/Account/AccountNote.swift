// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// What the next page says of what was just done. It goes there by a cookie, so that no address says it.
enum AccountNote: String, Sendable {
    case signedOut = "out"
    case ended
    case removed
    case added
    case forgotten
    case forgottenAll = "forgotten-all"
    case addressRemoved = "address-removed"
    case stale

    func markup(_ text: AccountText.Notes) -> Markup {
        let (kind, says): (Markup, String) =
            switch self {
            case .signedOut: ("success", text.signedOut)
            case .ended: ("notice", text.ended)
            case .removed: ("success", text.removed)
            case .added: ("success", text.added)
            case .forgotten: ("success", text.forgotten)
            case .forgottenAll: ("success", text.forgottenAll)
            case .addressRemoved: ("success", text.addressRemoved)
            case .stale: ("notice", text.stale)
            }
        return "<p class=\"\(kind)\" role=\"status\">\(says)</p>"
    }
}
