// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Tokenization

/// The contract's error for each rule that refuses a card enrolled by itself (enrollment 6.6): the rules and words are
/// those of a batch's records, the places those of the call.
enum CallFaults {
    static func error(for refusal: ProfileResolution.Refusal, isLinked: Bool = false) -> ServiceError {
        placed(RecordFaults.error(for: refusal, isLinked: isLinked))
    }

    static func error(for refusal: CardAddition.Refusal, _ generation: APIGeneration) -> ServiceError {
        var error = placed(RecordFaults.error(for: refusal, generation))
        // Waiting does not make room in a profile: no 429, which clients repeat.
        if refusal == .tooManyCards { error = ServiceError(.invalidState, error.message, details: error.details) }
        return error
    }

    static func error(for refusal: TokenizationDecision.Refusal) -> ServiceError {
        placed(RecordFaults.error(for: refusal))
    }

    private static let places = [
        "consumerIdentity": "consumer.consumerIdentity", "mobileNumber": "consumer.mobileNumber",
        "linkedIdentities": "consumer.linkedIdentities", "primaryAccountNumber": "Card", "cards": "consumer",
    ]

    private static func placed(_ error: ServiceError) -> ServiceError {
        var error = error
        for index in error.details.indices {
            guard let place = error.details[index].source.flatMap({ places[$0] }) else { continue }
            error.details[index].source = place
        }
        return error
    }
}
