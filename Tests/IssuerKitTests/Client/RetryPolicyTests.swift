// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Testing

@testable internal import IssuerKit

@Suite("Retry policy")
struct RetryPolicyTests {
    static let table: [(name: String, error: IssuerClientError, isRetried: Bool)] = [
        ("timeout", .timeout, true),
        ("400 issuer declined", .service(400, .invalidState, .issuerDeclined), false),
        ("400 ineligible", .service(400, .invalidState, .panIneligible), false),
        ("400 corrupt data", .service(400, .invalidArgument, .corruptData), false),
        ("401", .service(401, .unauthenticated), false),
        ("403", .service(403, .permissionDenied), false),
        ("404", .service(404, .notFound), false),
        ("409", .service(409, .alreadyExists), false),
        ("413", .service(413, .invalidArgument), false),
        ("429", .service(429, .resourceExhausted), true),
        ("500", .service(500, .internal), true),
        ("501", .service(501, .notImplemented), false),
        ("503 no response from issuer", .service(503, .unavailable, .noResponseFromIssuer), true),
        ("504", .service(504, .deadlineExceeded), true),
        ("502 without a body", IssuerClientError(.refused(status: 502, .unreadable(status: 502))), true),
        ("gateway 400", gateway(400, recoverable: false), false),
        ("gateway 400, recoverable", gateway(400, recoverable: true), true),
        ("gateway 429", gateway(429, recoverable: true), true),
        ("gateway 503", gateway(503, recoverable: false), true),
        ("configuration", IssuerClientError(.configuration("")), false),
        ("invalid request", IssuerClientError(.invalidRequest("")), false),
        ("200 that is not in the contract", IssuerClientError(.unexpectedAnswer(status: 200, "")), false),
    ]

    private static func gateway(_ status: Int, recoverable: Bool) -> IssuerClientError {
        IssuerClientError(.refused(status: status, .gateway([GatewayError("X", "x", recoverable: recoverable)])))
    }

    @Test(
        "Only what may succeed later without anybody doing anything is tried again", arguments: RetryPolicyTests.table)
    func outcomes(name: String, error: IssuerClientError, isRetried: Bool) {
        #expect((RetryPolicy().delay(after: error, attempt: 1, jitter: 0) != nil) == isRetried)
    }

    @Test("Waits double from one second to sixty, spread over their upper half, and end after the last attempt")
    func backoff() {
        let policy = RetryPolicy(attemptsMax: 9)
        let longest = (1...8).map { policy.delay(after: .timeout, attempt: $0, jitter: 1) }
        #expect(longest == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(policy.delay(after: .timeout, attempt: 3, jitter: 0) == .seconds(2))
        #expect(policy.delay(after: .timeout, attempt: 9, jitter: 1) == nil)
        #expect(RetryPolicy.never.delay(after: .timeout, attempt: 1, jitter: 1) == nil)
    }

    @Test("Retry-After is honoured as it is, unless it asks for more than five minutes")
    func retryAfter() {
        let policy = RetryPolicy()
        func delay(_ seconds: Int) -> Duration? {
            let error = IssuerClientError.service(429, .resourceExhausted, retryAfter: .seconds(seconds))
            return policy.delay(after: error, attempt: 1, jitter: 0.5)
        }
        #expect(delay(7) == .seconds(7))
        #expect(delay(300) == .seconds(300))
        #expect(delay(301) == nil)
    }
}
