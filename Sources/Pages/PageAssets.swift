// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
public import HTTPService

/// The files that pages refer to, out of the program itself. Their names change with their content, so that a browser
/// keeps them for good.
public enum PageAssets {
    public static let stylesheetPath = "/assets/muster-" + fingerprint(stylesheet) + ".css"
    public static let scriptPath = "/assets/muster-" + fingerprint(PageScript.text) + ".js"
    public static let iconPath = "/assets/muster-" + fingerprint(PageMarks.icon) + ".svg"

    /// The route of a server that has pages: `file` is its parameter.
    public static let route: StaticString = "/assets/{file}"

    /// Nil when there is no such file.
    public static func answer(path: String) -> HTTPResponse? {
        switch path {
        case stylesheetPath: file("text/css; charset=utf-8", stylesheet)
        case scriptPath: file("text/javascript; charset=utf-8", PageScript.text)
        case iconPath: file("image/svg+xml", PageMarks.icon)
        default: nil
        }
    }

    private static let stylesheet = PageStylesheet.text

    private static func file(_ type: String, _ text: String) -> HTTPResponse {
        HTTPResponse(
            status: 200,
            headers: [
                HTTPField("Content-Type", type), HTTPField("Cache-Control", "public, max-age=31536000, immutable"),
                HTTPField("X-Content-Type-Options", "nosniff"),
                HTTPField("Cross-Origin-Resource-Policy", "same-origin"),
            ], body: Array(text.utf8))
    }

    private static func fingerprint(_ text: String) -> String {
        let digits = Array("0123456789abcdef")
        return String(SHA256.hash(Array(text.utf8)).prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
