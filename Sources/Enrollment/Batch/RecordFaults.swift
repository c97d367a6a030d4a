// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Tokenization

/// The contract's error for each rule that refuses a record (enrollment 6.6, 13.3, 17).
enum RecordFaults {
    /// - Parameter isLinked: whether the consumer was given by `linkedIdentities`: they are what is at fault then.
    static func error(for refusal: ProfileResolution.Refusal, isLinked: Bool = false) -> ServiceError {
        switch refusal {
        case .ambiguous:
            fault(
                .invalidState, .ambiguousConsumerIdentity, "consumer", "The identifiers belong to different profiles.")
        case .emailTaken where isLinked, .mobileTaken where isLinked:
            fault(
                .invalidState, .alreadyExists, "linkedIdentities",
                "Some of the identities belong to a profile that does not have the others: update that profile first.")
        case .emailTaken:
            fault(
                .invalidState, .alreadyExists, "consumerIdentity",
                "The email belongs to a profile with another mobile number: update that profile first.")
        case .mobileTaken:
            fault(
                .invalidState, .alreadyExists, "mobileNumber",
                "The mobile number belongs to a profile with another email: update that profile first.")
        case .nameDiffers:
            fault(
                .invalidState, .alreadyExists, "externalConsumerId",
                "The profile of these identifiers has another externalConsumerId.")
        case .identifiersChanged:
            fault(
                .invalidState, .invalidState, "externalConsumerId",
                "The profile of this externalConsumerId has other identifiers: update the profile first.")
        case .profileNotActive:
            fault(.permissionDenied, .invalidState, "consumer", "The profile is suspended or locked.")
        }
    }

    static func error(for refusal: CardAddition.Refusal, _ generation: APIGeneration) -> ServiceError {
        let name = generation == .v1 ? "externalCardId" : "externalCredentialId"
        return switch refusal {
        case .nameTaken: fault(.invalidState, .alreadyExists, name, "The \(name) belongs to another live card.")
        case .hasOtherName:
            fault(.invalidState, .alreadyExists, name, "The profile has this card under another \(name).")
        case .tooManyCards:
            fault(.resourceExhausted, .limitExceed, "cards", "The profile has as many live cards as it may have.")
        }
    }

    static func error(for refusal: TokenizationDecision.Refusal) -> ServiceError {
        switch refusal {
        case .invalidPAN:
            fault(.invalidState, .invalidPAN, "primaryAccountNumber", "The token service does not know this account.")
        case .ineligible:
            fault(
                .invalidState, .panIneligible, "primaryAccountNumber",
                "The account range or its market is not eligible for Click to Pay.")
        case .notTokenizable:
            fault(
                .invalidState, .tokenizationIneligible, "primaryAccountNumber",
                "The account range is not enabled for tokenization.")
        case .declined, .declinedFor:
            fault(.invalidState, .issuerDeclined, "primaryAccountNumber", "The issuer declined the tokenization.")
        case .noResponse:
            fault(
                .unavailable, .noResponseFromIssuer, "primaryAccountNumber",
                "The issuer did not answer the tokenization request in time.")
        }
    }

    /// Identifiers of the sandbox that always stand for two profiles.
    static var ambiguousIdentity: ServiceError { error(for: ProfileResolution.Refusal.ambiguous) }

    /// Identifiers of the sandbox that always stand for a locked profile.
    static var lockedProfile: ServiceError { error(for: ProfileResolution.Refusal.profileNotActive) }

    private static func fault(
        _ errorClass: ErrorClass, _ reason: DetailReason, _ source: String, _ message: String
    ) -> ServiceError {
        ServiceError(
            errorClass, message,
            details: [ErrorDetail(reason, .body, source, message)])
    }
}

extension ServiceError {
    /// Something went wrong on our side; the log has more.
    static var internalFault: ServiceError {
        ServiceError(.internal, "The record could not be processed.")
    }
}
