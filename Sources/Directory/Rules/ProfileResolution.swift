// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store

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
/// a card to another person.
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

    /// Applies the table.
    ///
    /// - Parameters:
    ///   - email: the profile that the email belongs to, if any; `mobile` and `named` likewise for the mobile number
    ///     and the `externalConsumerId`.
    ///   - externalConsumerId: the issuer's name for the consumer, if it gave one.
    public static func resolve(
        email: ProfileReference?, mobile: ProfileReference?, named: ProfileReference?, externalConsumerId: String?
    ) -> ProfileResolution {
        switch (email, mobile) {
        case (nil, nil):
            return named == nil ? .create : .refuse(.identifiersChanged)
        case (.some(let email), .some(let mobile)) where email.id != mobile.id:
            return .refuse(.ambiguous)
        case (.some, nil):
            return .refuse(.emailTaken)
        case (nil, .some):
            return .refuse(.mobileTaken)
        case (.some(let profile), .some):
            if let named, named.id != profile.id { return .refuse(.ambiguous) }
            if profile.status != .active { return .refuse(.profileNotActive) }
            guard let externalConsumerId else { return .add(to: profile.id, naming: false) }
            if let known = profile.externalConsumerId, known != externalConsumerId { return .refuse(.nameDiffers) }
            return .add(to: profile.id, naming: profile.externalConsumerId == nil)
        }
    }
}
