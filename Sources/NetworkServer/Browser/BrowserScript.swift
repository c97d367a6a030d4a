// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import BrowserKit
internal import HTTPService

/// Hands out what shops' pages load: the same for everybody, so that any origin may have it.
enum BrowserScript {
    static let path: StaticString = "/sdk.js"
    static let typesPath: StaticString = "/sdk.d.ts"
    static let fixedRoute: StaticString = "/sdk/{file}"
    /// Names that change with the content: a shop that loads one can pin it, and a browser keeps it for good.
    static let fixedPath = "/sdk/" + BrowserKit.scriptFingerprint + ".js"
    static let fixedTypesPath = "/sdk/" + BrowserKit.typesFingerprint + ".d.ts"

    /// Under the plain name a browser asks each time whether it has the newest one.
    static func answer(_ request: HTTPRequest) -> HTTPResponse {
        switch request.path {
        case path.description: file(isScript: true, isFixed: false, request)
        case typesPath.description: file(isScript: false, isFixed: false, request)
        case fixedPath: file(isScript: true, isFixed: true, request)
        case fixedTypesPath: file(isScript: false, isFixed: true, request)
        default: .text(404, "There is no such file.").adding("Access-Control-Allow-Origin", "*")
        }
    }

    private static func file(isScript: Bool, isFixed: Bool, _ request: HTTPRequest) -> HTTPResponse {
        let tag = "\"" + (isScript ? BrowserKit.scriptFingerprint : BrowserKit.typesFingerprint) + "\""
        let headers = [
            HTTPField("ETag", tag),
            HTTPField("Cache-Control", isFixed ? "public, max-age=31536000, immutable" : "public, no-cache"),
            HTTPField("Access-Control-Allow-Origin", "*"),
            HTTPField("Cross-Origin-Resource-Policy", "cross-origin"),
            HTTPField("X-Content-Type-Options", "nosniff"),
        ]
        guard !holds(request, tag) else { return .empty(304, headers: headers) }
        let type = isScript ? "text/javascript; charset=utf-8" : "application/typescript; charset=utf-8"
        return HTTPResponse(
            status: 200, headers: [HTTPField("Content-Type", type)] + headers,
            body: isScript ? BrowserKit.script : BrowserKit.types)
    }

    /// Whether the browser has it already (RFC 9110 13.1.2).
    private static func holds(_ request: HTTPRequest, _ tag: String) -> Bool {
        request.headers.values("If-None-Match").contains { value in
            value.split(separator: ",").contains { part in
                var part = part[...]
                while part.first == " " { part.removeFirst() }
                while part.last == " " { part.removeLast() }
                if part.hasPrefix("W/") { part.removeFirst(2) }
                return part == tag || part == "*"
            }
        }
    }
}
