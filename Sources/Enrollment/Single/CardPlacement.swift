// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// Where one card belongs in a directory: the rules of enrollment 13.3, 13.4 and 17 applied to what stands there.
enum CardPlacement {
    case newProfile
    case newCard(of: ConsumerRow, namesProfile: Bool)
    /// The profile has this PAN already.
    case existing(CardRow, of: ConsumerRow, namesProfile: Bool, CardAddition.Naming)
    case refused(ServiceError)

    /// - Parameters:
    ///   - candidate: the row that the profile would get were it new.
    ///   - externalCardId: the issuer's name for the card, if it gave one.
    ///   - isLinked: whether the consumer was given by `linkedIdentities` (enrollment 11).
    ///   - attaching: whether some identifiers of a profile are enough (enrollment 13.3).
    static func find(
        _ candidate: ConsumerRow, pan: BlindIndex, externalCardId: String?, cardsMax: Int, generation: APIGeneration,
        isLinked: Bool, attaching: Bool, in reading: any DirectoryReading
    ) throws -> CardPlacement {
        var profile: ConsumerRow?
        var matches = ProfileResolution.Matches()
        for identifier in candidate.identifiers {
            let found = try reading.consumers(
                identifiedBy: [identifier.index], kind: identifier.kind, directory: candidate.directory)
            let row = found.first ?? nil
            if profile == nil { profile = row }
            matches.add(identifier.kind, row.map(ProfileReference.init))
        }
        var named: ConsumerRow?
        if let name = candidate.externalConsumerId,
            let id = try reading.consumers(named: [name], directory: candidate.directory).first ?? nil
        {
            named = try reading.consumer(id)
        }
        let resolution = matches.resolve(
            named: named.map(ProfileReference.init), externalConsumerId: candidate.externalConsumerId,
            attaching: attaching)
        if case .refuse(let refusal) = resolution {
            return .refused(CallFaults.error(for: refusal, isLinked: isLinked))
        }
        let cards = try profile.map { try reading.cards(of: $0.id) } ?? []
        let owner = try externalCardId.flatMap { try holder(of: $0, directory: candidate.directory, in: reading) }
        let addition = CardAddition.decide(
            pan: pan, externalCardId: externalCardId, profileCards: cards.map(CardReference.init),
            named: owner.map(CardReference.init), cardsMax: cardsMax, isNameKey: generation == .v2)
        var namesProfile = false
        if case .add(_, naming: true) = resolution { namesProfile = true }
        switch addition {
        case .refuse(let refusal): return .refused(CallFaults.error(for: refusal, generation))
        case .add:
            return profile.map { .newCard(of: $0, namesProfile: namesProfile) } ?? .newProfile
        case .existing(let id, let naming):
            guard let profile, let card = cards.first(where: { $0.id == id }) else { return .newProfile }
            return .existing(card, of: profile, namesProfile: namesProfile, naming)
        }
    }

    private static func holder(
        of externalCardId: String, directory: Int64, in reading: any DirectoryReading
    ) throws -> CardRow? {
        guard let id = try reading.cards(named: [externalCardId], directory: directory).first ?? nil else { return nil }
        return try reading.card(id)
    }
}
