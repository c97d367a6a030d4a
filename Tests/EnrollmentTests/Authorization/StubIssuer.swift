// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Enrollment
import Foundation
import Synchronization
import Tokenization

/// An issuer that decides as it is told to, notes what it was asked, and can be held.
final class StubIssuer: AuthorizationPoint, @unchecked Sendable {
    // Everything mutable is guarded by `condition`.

    private let condition = NSCondition()
    private var directories: Set<Int64>
    private var answers: [String: [TokenizationDecision]] = [:]
    private var asked: [AuthorizationRequest] = []
    private var isHeld = false
    private var waiting = 0

    init(directories: Set<Int64> = [Network.directory]) {
        self.directories = directories
    }

    /// What it says about a PAN, one answer after the other; the last one stays. It approves all others.
    func say(_ decisions: TokenizationDecision..., about pan: String) {
        condition.withLock { answers[pan] = decisions }
    }

    var requests: [AuthorizationRequest] { condition.withLock { asked } }
    var pans: [String] { requests.map { $0.pan.revealDigits() }.sorted() }

    /// Answers nobody from now on.
    func hold() { condition.withLock { isHeld = true } }

    func release() {
        condition.lock()
        isHeld = false
        condition.broadcast()
        condition.unlock()
    }

    /// Waits until so many questions wait for an answer.
    func waitUntilAsked(_ count: Int) {
        condition.lock()
        while waiting < count { condition.wait() }
        condition.unlock()
    }

    /// Whom it decides for from now on.
    func take(_ directories: Set<Int64>) { condition.withLock { self.directories = directories } }

    func decides(for directory: Int64) -> Bool { condition.withLock { directories.contains(directory) } }

    func decide(_ request: AuthorizationRequest) -> TokenizationDecision {
        condition.lock()
        defer { condition.unlock() }
        asked.append(request)
        waiting += 1
        condition.broadcast()
        while isHeld { condition.wait() }
        waiting -= 1
        let pan = request.pan.revealDigits()
        guard let all = answers[pan], let answer = all.first else { return .approve }
        if all.count > 1 { answers[pan] = Array(all.dropFirst()) }
        return answer
    }
}
