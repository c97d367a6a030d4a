// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension EnrolledCard {
    /// Reads the plaintext of `encryptedCard` (enrollment 3.5). Throws one error with every fault there is.
    public static func decode(
        _ plaintext: JSONValue, today: CalendarMonth, generation: APIGeneration = .v1
    ) throws(ServiceError) -> EnrolledCard {
        guard plaintext.kind == .object else {
            throw .corruptData(generation == .v1 ? "encryptedCard" : "encryptedCredential")
        }
        var faults = FaultCollector()
        faults.enter("card")
        let card = plaintext.withMembers(CardMembers.names(generation)) { members in
            faults.card(
                CardMembers(members: members, generation: generation), today: today, allowsSecurityCode: true)
        }
        try faults.throwIfAny()
        guard let card else { throw ServiceError(.invalidArgument) }
        return card
    }
}
