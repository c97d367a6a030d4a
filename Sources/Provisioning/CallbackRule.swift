// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory

/// Where a consumer may be sent back to (token-connect 8.3). Nothing else is ever redirected to.
enum CallbackRule {
    /// - Parameters:
    ///   - pushed: the callback that the issuer named when it pushed the card; nil: none, or not kept any more.
    ///   - registered: the program's own list.
    static func allows(_ link: ProvisionLink, pushed: String?, registered: [String]) -> Bool {
        guard let callback = link.callbackURL?.value else { return true }
        if link.isSigned { return true }
        if let pushed { return callback == pushed }
        return registered.contains(address(callback))
    }

    /// What of a callback is compared with the list: all but its query and fragment, which differ from one session to
    /// the next. Scheme and host are so in any case.
    static func address(_ callback: String) -> String {
        let front = callback.prefix { $0 != "?" && $0 != "#" }
        guard let mark = front.firstRange(of: "://") else { return String(front) }
        let host = front[mark.upperBound...].prefix { $0 != "/" }
        return front[..<mark.lowerBound].lowercased() + "://" + host.lowercased() + front[host.endIndex...]
    }
}
