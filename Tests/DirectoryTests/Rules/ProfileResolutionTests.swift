// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Directory
import Store
import Testing
import Vault

@Suite("ProfileResolution") struct ProfileResolutionTests {
    /// Where an identifier or a name leads: to nobody, to profile P, or to profile Q.
    private enum Found: CaseIterable {
        case none, p, q
    }

    /// What the issuer's name is to P: the profile has none, the same, or another one.
    private enum Name: CaseIterable {
        case unset, same, other
    }

    private static let given = "cust-1"

    private func profile(_ found: Found, name: Name, status: ConsumerRow.Status) -> ProfileReference? {
        let own: String? =
            switch name {
            case .unset: nil
            case .same: Self.given
            case .other: "cust-2"
            }
        switch found {
        case .none: return nil
        case .p: return ProfileReference(id: 1, externalConsumerId: own, status: status)
        case .q: return ProfileReference(id: 2, externalConsumerId: "cust-q", status: .active)
        }
    }

    private func resolve(
        _ found: [(BlindIndexKind, ProfileReference?)], named: ProfileReference?, externalConsumerId: String?
    ) -> ProfileResolution {
        var matches = ProfileResolution.Matches()
        for (kind, profile) in found { matches.add(kind, profile) }
        return matches.resolve(named: named, externalConsumerId: externalConsumerId)
    }

    /// The table of enrollment 13.3, row by row.
    private func expected(_ email: Found, _ mobile: Found, _ named: Found, _ name: Name, isGiven: Bool)
        -> ProfileResolution
    {
        if email == .none, mobile == .none { return named == .none ? .create : .refuse(.identifiersChanged) }
        if email == .none { return .refuse(.mobileTaken) }
        if mobile == .none { return .refuse(.emailTaken) }
        if email != mobile { return .refuse(.ambiguous) }
        if named != .none, named != email { return .refuse(.ambiguous) }
        let id: Int64 = email == .p ? 1 : 2
        guard isGiven else { return .add(to: id, naming: false) }
        // Q has a name of its own that is never the one given, unless that name leads to it.
        let standing: Name = email == .p ? name : .other
        switch standing {
        case .unset: return .add(to: id, naming: true)
        case .same: return .add(to: id, naming: false)
        case .other: return .refuse(.nameDiffers)
        }
    }

    @Test("every combination of email, mobile number and name on nobody, P or Q has the result of the table")
    func exhaustive() {
        var seen = 0
        for email in Found.allCases {
            for mobile in Found.allCases {
                for named in Found.allCases {
                    for name in Name.allCases {
                        for isGiven in [true, false] where isGiven || named == .none {
                            let result = resolve(
                                [
                                    (.email, profile(email, name: name, status: .active)),
                                    (.mobile, profile(mobile, name: name, status: .active)),
                                ],
                                named: profile(named, name: name, status: .active),
                                externalConsumerId: isGiven ? Self.given : nil)
                            let right = expected(email, mobile, named, name, isGiven: isGiven)
                            #expect(
                                result == right, "email \(email), mobile \(mobile), named \(named), \(name), \(isGiven)"
                            )
                            seen += 1
                        }
                    }
                }
            }
        }
        #expect(seen == 3 * 3 * (3 + 1) * 3)
    }

    @Test("a profile that is not active takes no card", arguments: [ConsumerRow.Status.suspended, .locked])
    func notActive(status: ConsumerRow.Status) {
        for name in Name.allCases {
            let p = profile(.p, name: name, status: status)
            for given in [nil, Self.given] {
                #expect(
                    resolve(
                        [(.email, p), (.mobile, p)], named: nil, externalConsumerId: given)
                        == .refuse(.profileNotActive))
            }
        }
    }

    @Test("the status of a profile says nothing when the identifiers do not lead to it together")
    func statusAfterIdentifiers() {
        let locked = profile(.p, name: .same, status: .locked)
        let other = profile(.q, name: .unset, status: .active)
        func resolve(_ email: ProfileReference?, _ mobile: ProfileReference?) -> ProfileResolution {
            self.resolve(
                [(.email, email), (.mobile, mobile)], named: nil, externalConsumerId: Self.given)
        }
        #expect(resolve(locked, nil) == .refuse(.emailTaken))
        #expect(resolve(nil, locked) == .refuse(.mobileTaken))
        #expect(resolve(locked, other) == .refuse(.ambiguous))
    }

    @Test("with any number of identifiers the profile takes the card exactly when all of them lead to it")
    func flexible() {
        let kinds: [BlindIndexKind] = [.email, .email, .mobile, .mobile]
        for count in 1...kinds.count {
            // Each identifier leads to nobody, P or Q.
            for combination in 0..<Int(pow3: count) {
                let found = (0..<count).map { Found.allCases[combination / Int(pow3: $0) % 3] }
                let matches = zip(kinds, found).map { kind, found in
                    (kind, profile(found, name: .same, status: .active))
                }
                let result = resolve(matches, named: nil, externalConsumerId: nil)
                let owners = Set(found).subtracting([.none])
                let first = found.firstIndex { $0 != .none }
                let right: ProfileResolution =
                    if owners.isEmpty {
                        .create
                    } else if owners.count == 2 {
                        .refuse(.ambiguous)
                    } else if found.contains(.none) {
                        .refuse(first.map { kinds[$0] } == .email ? .emailTaken : .mobileTaken)
                    } else {
                        .add(to: owners == [.p] ? 1 : 2, naming: false)
                    }
                #expect(result == right, "\(found)")
            }
        }
    }
}

extension Int {
    fileprivate init(pow3 exponent: Int) {
        self = (0..<exponent).reduce(1) { power, _ in power * 3 }
    }
}
