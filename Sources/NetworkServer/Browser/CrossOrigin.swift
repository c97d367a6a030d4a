// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService

/// What a browser is told about reading an answer on a shop's page: exactly the origin that asks may, and only when it
/// is a shop's. Nothing is allowed to everybody.
enum CrossOrigin {
    /// How long a browser may remember that it may ask.
    private static let seconds = 600

    /// - Parameter dpa: the shop that the call names; nil: it is not known yet, and any shop's origin may read that.
    static func headers(
        _ head: HTTPRequestHead, _ registry: CallerRegistry, dpa: DigitalPaymentApplication? = nil
    ) -> [HTTPField] {
        // An answer that was kept for one origin is not another one's.
        let vary = HTTPField("Vary", "Origin")
        guard let origin = head.headers["Origin"], head.headers.count(of: "Origin") == 1,
            dpa?.origins.contains(origin) ?? registry.shopOrigins.contains(origin)
        else { return [vary] }
        return [
            vary, HTTPField("Access-Control-Allow-Origin", origin),
            HTTPField("Access-Control-Allow-Credentials", "true"),
            HTTPField("Access-Control-Expose-Headers", "X-Src-Cx-Flow-Id, Retry-After"),
        ]
    }

    /// For a call that names no shop. An origin that is not known may be that of a shop that was just onboarded.
    static func headers(_ head: HTTPRequestHead, _ callers: CallerDirectory) -> [HTTPField] {
        let registry = callers.registry
        guard let origin = head.headers["Origin"], !registry.shopOrigins.contains(origin) else {
            return headers(head, registry)
        }
        return headers(head, callers.newest)
    }

    /// The answer to the question that a browser asks before a call. It names no shop yet: the origin of any will do.
    static func preflight(_ head: HTTPRequestHead, _ callers: CallerDirectory, allow: String) -> HTTPResponse {
        let headers = headers(head, callers)
        guard headers.count > 1 else { return .empty(204, headers: [HTTPField("Allow", allow)] + headers) }
        return .empty(
            204,
            headers: [HTTPField("Allow", allow)] + headers + [
                HTTPField("Access-Control-Allow-Methods", allow),
                HTTPField("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Src-Cx-Flow-Id"),
                HTTPField("Access-Control-Max-Age", String(seconds)),
            ])
    }
}

extension HTTPResponse {
    func adding(_ fields: [HTTPField]) -> HTTPResponse {
        var response = self
        response.headers += fields
        return response
    }
}
