// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Enrollment
import Synchronization
import Tokenization

/// An issuer whose answers follow from a history's seed, the round and the PAN: however often and in whatever order it
/// is asked, the model knows what it says.
final class SeededIssuer: AuthorizationPoint {
    private struct State {
        var seeds: [Int64: UInt64] = [:]
        var round = 0
    }

    private let state = Mutex(State())

    /// Decides for a directory from now on.
    func take(_ directory: Int64, seed: UInt64) { state.withLock { $0.seeds[directory] = seed } }

    /// Another day, other answers.
    func begin(round: Int) { state.withLock { $0.round = round } }

    static func decision(seed: UInt64, round: Int, pan: String) -> DirectoryModel.Decision {
        var random = SplitMix(seed: seed ^ UInt64(round) << 32 ^ (UInt64(pan) ?? 0) << 4)
        return switch random.below(8) {
        case 0: .decline
        case 1: .noAnswer
        case 2, 3: .authenticate
        default: .approve
        }
    }

    func decides(for directory: Int64) -> Bool { state.withLock { $0.seeds[directory] != nil } }

    func decide(_ request: AuthorizationRequest) -> TokenizationDecision {
        let (seed, round) = state.withLock { ($0.seeds[request.directory] ?? 0, $0.round) }
        return switch Self.decision(seed: seed, round: round, pan: request.pan.revealDigits()) {
        case .approve: .approve
        case .authenticate: .approvePending(event: "PENDING_SCA")
        case .decline: .refuse(.declined)
        case .noAnswer: .refuse(.noResponse)
        }
    }
}
