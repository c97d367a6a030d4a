// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Dispatch
import Enrollment
import PhoneNumbers
import Synchronization
import Testing

extension Network {
    /// The first card of a person, as an order for itself. An empty name is none.
    func order(_ person: Person, directory: Int64, generation: APIGeneration = .v1) throws -> CardOrder {
        let card = try #require(person.cards.first)
        return CardOrder(
            directory: directory, settings: settings,
            consumer: Consumer(
                email: try Email(person.email),
                mobile: try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "202555" + person.phone),
                firstName: "Ada", lastName: "Example", countryCode: try CountryCode("US"),
                languageCode: try LanguageCode("en")),
            card: EnrolledCard(pan: try PAN(card.pan), expiry: try #require(Expiry(month: 8, year: 2031))),
            externalConsumerId: person.name.isEmpty ? nil : try ExternalID(person.name),
            externalCardId: card.name.isEmpty ? nil : try ExternalID(card.name),
            generation: generation, requestor: Requestor(actor: "client", srcCorrelationId: "call"))
    }

    /// Enrolls and waits.
    func enrollOne(_ order: CardOrder) -> Result<CardOutcome, any Error> {
        let answer = Waiting<CardOutcome>()
        singles.enroll(order, completion: answer.give)
        return Result { try answer.wait() }
    }

    /// Waits for a completion.
    final class Waiting<Value: Sendable>: Sendable {
        private let answer = Mutex<Result<Value, any Error>?>(nil)
        private let semaphore = DispatchSemaphore(value: 0)

        @Sendable func give(_ result: Result<Value, any Error>) {
            answer.withLock { $0 = result }
            semaphore.signal()
        }

        func wait() throws -> Value {
            semaphore.wait()
            return try answer.withLock { $0 ?? .failure(Missing()) }.get()
        }
    }
}
