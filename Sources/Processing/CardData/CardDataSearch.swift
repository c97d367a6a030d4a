// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Cryptography
public import Store
public import Vault
internal import WireJSON

/// Gives cards' data for an enrollment, encrypted so that the enrollment alone can read it (processing 3, 4). The
/// status of a card is not looked at: a card that may have no token is refused when its token is asked for.
public struct CardDataSearch: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let management: CardManagement

    public init(store: any DirectoryStore, vault: Vault, management: CardManagement) {
        self.store = store
        self.vault = vault
        self.management = management
    }

    /// The card, or the persons with their cards, as a JWE to `key`. All or nothing.
    ///
    /// - Parameter key: one that `EnrollKey.check` has let pass.
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST with the first number that is not the program's.
    public func search(_ request: CardDataRequest, to key: EnrollKey, _ call: ProcessingCall) throws -> String {
        try management.sandbox?.prepare(call.directory, call.products)
        let rows = try store.read { reading in
            try request.numbers.map { number in
                guard let row = try reading.cardContract(number: number, directory: call.directory) else {
                    throw ProcessingError.noCard(number)
                }
                return row
            }
        }
        var cards = try rows.map(management.view)[...]
        var writer = JSONWriter(capacity: 512 * rows.count)
        switch request.content {
        case .card(let card): Self.write(card, cards.popFirst(), to: &writer)
        case .persons(let persons):
            writer.object { writer in
                writer.array("consumers") { writer in
                    for person in persons { Self.write(person, &cards, to: &writer) }
                }
            }
        }
        defer { wipe(&writer.bytes) }
        return try key.encrypt(writer.bytes)
    }

    private static func write(
        _ person: CardDataRequest.Person, _ cards: inout ArraySlice<ContractView>, to writer: inout JSONWriter
    ) {
        writer.object { writer in
            copy(person.members, but: "cards", to: &writer)
            writer.array("cards") { writer in
                for card in person.cards { write(card, cards.popFirst(), to: &writer) }
            }
        }
    }

    private static func write(_ card: CardDataRequest.Card, _ view: ContractView?, to writer: inout JSONWriter) {
        guard let stored = view?.card else { return }
        writer.object { writer in
            // The PAN in clear, inside what is encrypted at once.
            writer.member("primaryAccountNumber", stored.pan.revealDigits())
            writer.member("panExpirationMonth", stored.expiry.monthText)
            writer.member("panExpirationYear", stored.expiry.yearText)
            copy(card.members, but: "cardContractId", to: &writer)
        }
    }

    /// Whatever else the caller sent goes along as it is.
    private static func copy(_ object: JSONValue, but left: StaticString, to writer: inout JSONWriter) {
        object.forEachMember { name, value in
            let isLeft =
                name.count == left.utf8CodeUnitCount
                && name.elementsEqual(
                    UnsafeBufferPointer(start: left.utf8Start, count: left.utf8CodeUnitCount))
            guard !isLeft else { return }
            writer.key(utf8: name)
            writer.raw(value.canonicalBytes())
        }
    }
}
