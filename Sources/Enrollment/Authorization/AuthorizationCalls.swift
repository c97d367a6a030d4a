// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Tokenization

/// Asks about single cards while their callers wait: each question has a thread of its own, so that an issuer that is
/// slow holds up neither the server's workers nor other issuers' calls. There is no queue: a program that has as many
/// questions open as it may gets no answer to the next one, and so every call has one within its limit.
public final class AuthorizationCalls: @unchecked Sendable {
    // `open` is guarded by `lock`.

    /// Questions of one program at once.
    public static let openMax = 64

    let point: any AuthorizationPoint
    private let lock = NSLock()
    private var open: [Int64: Int] = [:]

    public init(_ point: any AuthorizationPoint) {
        self.point = point
    }

    /// `completion` is called once, from another thread, or from this one when there is no room.
    func ask(_ request: AuthorizationRequest, completion: @escaping @Sendable (TokenizationDecision) -> Void) {
        let isFree = lock.withLock {
            let count = open[request.directory, default: 0]
            guard count < Self.openMax else { return false }
            open[request.directory] = count + 1
            return true
        }
        guard isFree else { return completion(.refuse(.noResponse)) }
        let thread = Thread { [self] in
            let decision = point.decide(request)
            lock.withLock {
                let count = open[request.directory, default: 1] - 1
                open[request.directory] = count == 0 ? nil : count
            }
            completion(decision)
        }
        thread.name = "authorization"
        thread.start()
    }
}
