// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import HTTPService

/// The headers of pages and of the redirects between them.
public enum PageHeaders {
    /// - Parameter framer: the origin whose pages may show this one; nil: none may.
    static func page(
        _ language: PageLanguage, formTargets: [String], partners: [String], framer: String?
    ) -> [HTTPField] {
        [
            HTTPField("Content-Type", "text/html; charset=utf-8"),
            HTTPField("Content-Language", language.rawValue),
            HTTPField("Content-Security-Policy", policy(formTargets, partners, framer)),
        ] + common + (framer == nil ? [HTTPField("X-Frame-Options", "DENY")] : [])
    }

    /// `same-origin`, not `no-referrer`: with that one a browser hides the origin of a page's own forms as well. Other
    /// sites learn nothing in either case.
    private static let common = [
        HTTPField("Referrer-Policy", "same-origin"),
        HTTPField("Cache-Control", "no-store"),
        HTTPField("X-Content-Type-Options", "nosniff"),
        HTTPField("Cross-Origin-Resource-Policy", "same-origin"),
    ]

    private static func policy(_ formTargets: [String], _ partners: [String], _ framer: String?) -> String {
        let targets = (["'self'"] + formTargets).joined(separator: " ")
        let sources = (["'self'"] + partners).joined(separator: " ")
        return "default-src 'none'; style-src 'self'; script-src \(sources); img-src 'self'; connect-src \(sources); "
            + "form-action \(targets); frame-ancestors \(framer ?? "'none'"); base-uri 'none'"
    }

    /// What a policy calls the place that a URL leads to: its origin, or the scheme of an app; nil for what cannot
    /// stand in a policy.
    public static func policySource(of url: String) -> String? {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        let scheme = url[..<colon].lowercased()
        guard scheme.utf8.allSatisfy(isSchemeByte), !scheme.isEmpty else { return nil }
        guard scheme == "https" || scheme == "http" else { return scheme + ":" }
        let rest = url[url.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.isEmpty, authority.utf8.allSatisfy(isAuthorityByte) else { return nil }
        return scheme + "://" + authority.lowercased()
    }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isAuthorityByte(_ byte: UInt8) -> Bool {
        isSchemeByte(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]")
            || byte == UInt8(ascii: "_")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    /// 303: the browser goes there with GET. The page that is left tells nobody where it was.
    public static func seeOther(_ target: String, headers: [HTTPField] = []) -> HTTPResponse {
        HTTPResponse(
            status: 303,
            headers: [
                HTTPField("Location", target), HTTPField("Referrer-Policy", "no-referrer"),
                HTTPField("Cache-Control", "no-store"),
            ] + headers)
    }
}
