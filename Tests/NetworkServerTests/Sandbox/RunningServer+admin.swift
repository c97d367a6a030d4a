// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

@testable import NetworkServer

extension RunningServer {
    /// Uses a switch of the sandbox.
    func admin(_ method: String, _ path: String, _ body: String = "") throws -> Answer {
        var headers: [(String, String)] = []
        if method == "POST", body.isEmpty { headers.append(("Content-Type", "application/json")) }
        return try call(method, "/__admin/" + path, body: Array(body.utf8), as: nil, headers: headers)
    }

    func card(_ enrolled: Enrolled, as issuer: Issuer) throws -> Answer {
        try call("GET", Self.base + "/cards/" + enrolled.card, issuer.ids, as: issuer)
    }
}
