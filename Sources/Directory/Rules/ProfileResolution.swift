// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store
public import Vault

/// What the rules need to know of a profile that an enrollment may concern.
public struct ProfileReference: Sendable, Equatable {
    public var id: Int64
    public var externalConsumerId: String?
    public var status: ConsumerRow.Status

    public init(id: Int64, externalConsumerId: String?, status: ConsumerRow.Status) {
        self.id = id
        self.externalConsumerId = externalConsumerId
        self.status = status
    }

    public init(_ row: ConsumerRow) {
        self.init(id: row.id, externalConsumerId: row.externalConsumerId, status: row.status)
    }
}

/// Which profile an enrollment belongs to (enrollment 13.3).
///
/// Partial matches are refused: merging on one identifier would let a recycled mobile number or a mistyped email attach
/// a card to another person. A program may ask for it all the same; then the profile gets the identifiers that it did
/// not have.
public enum ProfileResolution: Sendable, Equatable {
    /// The card goes to this profile; `naming` says that the profile gets the `externalConsumerId` it did not have.
    case add(to: Int64, naming: Bool)
    case create
    case refuse(Refusal)

    public enum Refusal: Sendable, Equatable {
        /// The identifiers, or an identifier and the issuer's name, point at different profiles.
        case ambiguous
        /// Only the email belongs to a profile.
        case emailTaken
        /// Only the mobile number belongs to a profile.
        case mobileTaken
        /// The profile of these identifiers has another `externalConsumerId`.
        case nameDiffers
        /// The `externalConsumerId` belongs to a profile whose identifiers are others: it has to be updated first.
        case identifiersChanged
        /// The profile is SUSPENDED or LOCKED.
        case profileNotActive
    }

    /// What the identifiers of an enrollment have led to. What the table says of an email address and a mobile number
    /// holds for each of the identifiers that a consumer of a flexible program has (enrollment 11): all must lead to
    /// the same profile, which may have more.
    public struct Matches {
        private var first: ProfileReference?
        private var kind = BlindIndexKind.email
        private var hasMiss = false
        private var isAmbiguous = false

        public init() {}

        /// - Parameter profile: the one that an identifier of this kind belongs to, if any.
        public mutating func add(_ kind: BlindIndexKind, _ profile: ProfileReference?) {
            guard let profile else {
                hasMiss = true
                return
            }
            if let first {
                if first.id != profile.id { isAmbiguous = true }
            } else {
                first = profile
                self.kind = kind
            }
        }

        /// Applies the table.
        ///
        /// - Parameters:
        ///   - named: the profile that the `externalConsumerId` belongs to, if any.
        ///   - externalConsumerId: the issuer's name for the consumer, if it gave one.
        ///   - attaching: whether some identifiers of a profile are enough.
        public func resolve(
            named: ProfileReference?, externalConsumerId: String?, attaching: Bool = false
        ) -> ProfileResolution {
            guard let first else { return named == nil ? .create : .refuse(.identifiersChanged) }
            if isAmbiguous { return .refuse(.ambiguous) }
            if hasMiss, !attaching { return .refuse(kind == .email ? .emailTaken : .mobileTaken) }
            return ProfileResolution.resolve(first, named: named, externalConsumerId: externalConsumerId)
        }
    }

    /// All identifiers lead to this profile.
    private static func resolve(
        _ profile: ProfileReference, named: ProfileReference?, externalConsumerId: String?
    ) -> ProfileResolution {
        if let named, named.id != profile.id { return .refuse(.ambiguous) }
        if profile.status != .active { return .refuse(.profileNotActive) }
        guard let externalConsumerId else { return .add(to: profile.id, naming: false) }
        if let known = profile.externalConsumerId, known != externalConsumerId { return .refuse(.nameDiffers) }
        return .add(to: profile.id, naming: profile.externalConsumerId == nil)
    }
}
