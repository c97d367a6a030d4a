// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The life of tokens (processing 10.1).
extension DirectoryModel {
    enum Party: CaseIterable {
        case issuer, requestor
    }

    enum Change: String, CaseIterable {
        case activate, suspend, resume, delete
    }

    struct Token {
        var isActivated: Bool
        var suspenders: Set<Party> = []

        /// The words of processing 9.1.
        var status: String { !isActivated ? "Inactive" : suspenders.isEmpty ? "Active" : "Suspended" }
    }

    enum TokenOutcome {
        case done
        /// Nothing to do, which is no fault.
        case unchanged
        case noToken
        case notInThisState
        case panTaken
    }

    mutating func change(_ birth: Int, _ change: Change, by party: Party) -> TokenOutcome {
        for index in profiles.indices {
            for place in profiles[index].cards.indices where profiles[index].cards[place].birth == birth {
                guard var token = profiles[index].cards[place].token else { return .noToken }
                let before = token.status
                let outcome = Self.apply(change, to: &token, by: party)
                if change == .delete {
                    profiles[index].cards[place].token = nil
                } else {
                    profiles[index].cards[place].token = token
                }
                // Nobody is told of what it did itself (processing 9.2).
                if party != .issuer { tell(birth, change, before, token.status) }
                return outcome
            }
        }
        return .noToken
    }

    /// The issuer has replaced the card behind a token, which stays (processing 10.1).
    mutating func replaceCard(_ birth: Int, pan: String) -> TokenOutcome {
        for index in profiles.indices {
            for place in profiles[index].cards.indices where profiles[index].cards[place].birth == birth {
                guard let token = profiles[index].cards[place].token else { return .noToken }
                if token.status == "Inactive" { return .notInThisState }
                if let other = live(pan, in: index), other != birth { return .panTaken }
                profiles[index].cards[place].pan = pan
                return .done
            }
        }
        return .noToken
    }

    private static func apply(_ change: Change, to token: inout Token, by party: Party) -> TokenOutcome {
        switch (change, token.status) {
        case (.delete, _): return .done
        case (.activate, "Inactive"):
            token.isActivated = true
            return .done
        case (.activate, "Active"): return .unchanged
        case (.activate, _), (_, "Inactive"): return .notInThisState
        case (.suspend, _): return token.suspenders.insert(party).inserted ? .done : .unchanged
        // Each party takes back its own suspension.
        case (.resume, _): return token.suspenders.remove(party) == nil ? .unchanged : .done
        }
    }

    private mutating func tell(_ birth: Int, _ change: Change, _ before: String, _ after: String) {
        if change == .delete { return tellDeactivated(birth) }
        if after != before {
            told[birth, default: []].append("TVN \(after == "Active" ? "RESUMED" : "SUSPENDED") \(after)")
        }
    }

    mutating func tellDeactivated(_ birth: Int) {
        told[birth, default: []].append("TVN DEACTIVATED Deactivated")
    }
}
