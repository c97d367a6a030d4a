// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The named schemas of the API description (enrollment 4, 5, 7, 8, 10).
enum Schemas {
    private static let uuid = Schema.string(
        pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")
    private static let externalId = Schema.string(pattern: "^[A-Za-z0-9._:-]{1,64}$")
    private static let jwe = Schema.string(
        description: "JWE compact, RSA-OAEP-256 to a key of /keys, A128GCM, A192GCM, A256GCM or A128CBC-HS256.")
    private static let caller: [Schema.Member] = [
        .required("srcClientId", uuid), .required("serviceId", .string(pattern: "^[0-9a-zA-Z#_-]*$", max: 255)),
        .optional("srcCorrelationId"),
    ]

    /// A consumer of a batch, but for the cards.
    private static let consumer: [Schema.Member] = [
        .required("externalConsumerId", externalId), .optional("consumerIdentity", .reference("ConsumerIdentity")),
        .optional("mobileNumber", .reference("PhoneNumber")),
        .optional("linkedIdentities", .array(.reference("LinkedIdentity"))), .required("firstName", .string(max: 50)),
        .required("lastName", .string(max: 50)), .required("countryCode", .string(pattern: "^[A-Z]{2}$")),
        .required("languageCode", .string(pattern: "^[a-z]{2}$")),
        .optional("complianceSettings", .reference("ComplianceSettings")),
    ]
    /// A card of a batch, but for its name.
    private static let card: [Schema.Member] = [
        .required("primaryAccountNumber", .string(pattern: "^[0-9]{12,19}$")),
        .required("panExpirationMonth", .string(pattern: "^(0[1-9]|1[0-2])$")),
        .required("panExpirationYear", .string(pattern: "^[0-9]{4}$")),
        .optional("cardholderFullName", .string(max: 256)), .optional("billingAddress", .reference("Address")),
    ]
    /// A batch's status, but for its items.
    private static let batchStatus: [Schema.Member] = [
        .required("srcCorrelationId"), .required("batchId", uuid), .required("externalBatchId", externalId),
        .required(
            "batchStatus", .words(["IN_PROGRESS", "COMPLETED_SUCCESSFULLY", "COMPLETED_WITH_ERRORS", "FAILED"])),
        .optional("batchStartTime"), .optional("batchEndTime"), .optional("errorMessage"),
    ]
    /// A record of a batch, but for the card's name.
    private static let batchItem: [Schema.Member] = [
        .required("externalConsumerId", externalId),
        .required("status", .words(["IN_PROGRESS", "SUCCESSFUL", "FAILED"])),
        .optional("preProvisioningStatus", .words(["STAGED", "PROVISIONED", "WITHDRAWN", "DECLINED", "EXPIRED"])),
        .optional("srcConsumerId", uuid), .optional("srcDigitalCardId", uuid),
        .optional("error", .reference("ServiceError")),
    ]

    static let all: [(name: String, schema: Schema)] =
        requests + answers + customerService + tokenConnect + processing + browser + checkout + parts

    private static let requests: [(name: String, schema: Schema)] = [
        (
            "EnrollCardRequest",
            .object(
                caller + [
                    .required("consumer", .reference("Consumer")),
                    .required(
                        "cardSource", .words(["ISSUER", "CARDHOLDER", "EXISTING_CREDENTIAL", "MERCHANT", "WALLET"])),
                    .required("encryptedCard", jwe),
                    .required("complianceSettings", .reference("ComplianceSettings")),
                    .optional("externalConsumerId", externalId), .optional("externalCardId", externalId),
                    .optional("keyFingerprintId", .string(pattern: "^[0-9a-fA-F]{64}$")),
                ],
                description: "complianceSettings needs tnc.latestVersionUri and privacy.latestVersionUri.")
        ),
        (
            "Consumer",
            .object(
                [
                    .optional("consumerIdentity", .reference("ConsumerIdentity")),
                    .optional("mobileNumber", .reference("PhoneNumber")),
                    .optional("linkedIdentities", .array(.reference("LinkedIdentity"))),
                    .required("firstName", .string(max: 50)), .required("lastName", .string(max: 50)),
                    .required("countryCode", .string(pattern: "^[A-Z]{2}$")),
                    .required("languageCode", .string(pattern: "^[a-z]{2}$")),
                    .optional("fullName", .string(max: 100)),
                ],
                description: "consumerIdentity and mobileNumber are both required. In a program with flexible "
                    + "identities one to ten linkedIdentities take their place (an array, or an object with "
                    + "emailAddresses and mobileNumbers); without those, one of the two is enough.")
        ),
        (
            "EnableCredentialRequest",
            .object([
                .required("srcClientId", uuid), .optional("serviceId"), .optional("srcCorrelationId"),
                .required("externalConsumerId", externalId), .required("externalCredentialId", externalId),
                .required("consumer", .reference("Consumer")), .required("encryptedCredential", jwe),
                .optional("complianceSettings", .reference("ComplianceSettings")),
            ])
        ),
        (
            "UpdateConsumerRequest",
            .object([
                .required("srcClientId", uuid), .optional("serviceId"), .optional("srcCorrelationId"),
                .optional("consumer", .reference("ConsumerChanges")), .optional("encryptedConsumer", jwe),
                .optional("complianceSettings", .reference("ComplianceSettings")),
            ])
        ),
        (
            "UpdateCredentialRequest",
            .object([
                .required("srcClientId", uuid), .optional("serviceId"), .optional("srcCorrelationId"),
                .optional("billingAddress", .reference("Address")),
                .optional("panExpirationMonth", .string(pattern: "^(0[1-9]|1[0-2])$")),
                .optional("panExpirationYear", .string(pattern: "^[0-9]{4}$")),
                .optional("encryptedCredential", jwe),
            ])
        ),
        (
            "EnrollBatchRequest",
            .object(
                caller + [.required("externalBatchId", externalId), .required("enrollmentData", jwe)],
                description: "enrollmentData is the encrypted EnrollmentData.")
        ),
        (
            "EnrollmentData",
            .object(
                [.required("consumers", .array(.reference("EnrolledConsumer")))],
                description: "What is inside enrollmentData; it is never sent in clear.")
        ),
        (
            "EnrolledConsumer",
            .object(consumer + [.required("cards", .array(.reference("EnrolledCard")))])
        ),
        (
            "EnrolledCard",
            .object([.required("externalCardId", externalId)] + card)
        ),
        (
            "EnableBatchRequest",
            .object(
                [
                    .required("srcClientId", uuid), .optional("serviceId"), .optional("srcCorrelationId"),
                    .required("externalBatchId", externalId), .required("enrollmentData", jwe),
                ],
                description: "enrollmentData is the encrypted CredentialData.")
        ),
        (
            "CredentialData",
            .object(
                [.required("consumers", .array(.reference("CredentialConsumer")))],
                description: "What is inside enrollmentData; it is never sent in clear.")
        ),
        (
            "CredentialConsumer",
            .object(consumer + [.required("credentials", .array(.reference("Credential")))])
        ),
        (
            "Credential",
            .object(
                [.required("externalCredentialId", externalId), .optional("credentialType", .words(["PAYMENT_CARD"]))]
                    + card)
        ),
        (
            "UpdateProfileRequest",
            .object(
                caller + [
                    .optional("consumer", .reference("ConsumerChanges")), .optional("encryptedConsumer", jwe),
                    .optional("complianceSettings", .reference("ComplianceSettings")),
                ],
                description: "consumer or encryptedConsumer; only the members that are sent change.")
        ),
        (
            "ConsumerChanges",
            .object([
                .optional("consumerIdentity", .reference("ConsumerIdentity")),
                .optional("mobileNumber", .reference("PhoneNumber")),
                .optional("linkedIdentities", .array(.reference("LinkedIdentity"))),
                .optional("firstName", .string(max: 50)),
                .optional("lastName", .string(max: 50)), .optional("fullName", .string(max: 100)),
                .optional("countryCode", .string(pattern: "^[A-Z]{2}$")),
                .optional("languageCode", .string(pattern: "^[a-z]{2}$")),
            ])
        ),
        (
            "UpdateCardRequest",
            .object(
                caller + [.optional("billingAddress", .reference("Address")), .optional("encryptedCard", jwe)],
                description: "billingAddress or encryptedCard, whose plaintext holds a billingAddress alone.")
        ),
    ]

    private static let answers: [(name: String, schema: Schema)] = [
        (
            "BatchAccepted",
            .object([
                .required("srcCorrelationId"), .required("batchId", uuid), .required("externalBatchId", externalId),
            ])
        ),
        (
            "BatchStatus",
            .object(batchStatus + [.required("items", .array(.reference("BatchItem")))])
        ),
        (
            "BatchItem",
            .object([.optional("externalCardId", externalId)] + batchItem)
        ),
        (
            "CredentialBatchStatus",
            .object(batchStatus + [.required("items", .array(.reference("CredentialBatchItem")))])
        ),
        (
            "CredentialBatchItem",
            .object([.optional("externalCredentialId", externalId)] + batchItem)
        ),
        (
            "ProfileResponse",
            .object([
                .required("srcCorrelationId"), .required("maskedConsumer", .reference("MaskedConsumer")),
                .optional("maskedCards", .array(.reference("MaskedCard"))),
            ])
        ),
        (
            "CardResponse",
            .object([
                .required("srcCorrelationId"), .required("maskedCard", .reference("MaskedCard")),
                .optional("encryptedPaymentData", .string(description: "JWE for the client's payload key.")),
                .optional("keyFingerprintId", .string(pattern: "^[0-9a-f]{64}$")),
            ])
        ),
        (
            "EnrollCardResponse",
            .object([
                .required("srcCorrelationId"), .required("maskedCard", .reference("MaskedCard")),
                .required("maskedConsumer", .reference("MaskedConsumer")),
                .optional("encryptedPaymentData", .string(description: "JWE for the client's payload key.")),
                .optional("keyFingerprintId", .string(pattern: "^[0-9a-f]{64}$")),
            ])
        ),
        (
            "CredentialsResponse",
            .object([
                .required("srcCorrelationId"), .required("directoryId"),
                .required("consumer", .reference("MaskedConsumer")),
                .optional("credentials", .array(.reference("MaskedCard"))),
            ])
        ),
        ("CorrelationResponse", .object([.required("srcCorrelationId")])),
        (
            "ServiceError",
            .object([
                .required("status", .integer), .required("reason"), .required("message"),
                .optional("errordetail", .array(.reference("ErrorDetail"))),
            ])
        ),
        (
            "ErrorDetail",
            .object([
                .optional("reason"), .optional("sourceType", .words(["BODY", "HEADER", "QUERY", "PATH"])),
                .optional("source"), .optional("message"),
            ])
        ),
        (
            "GatewayError",
            .object(
                [.required("Errors", .object([.required("Error", .array(.reference("GatewayErrorEntry")))]))],
                description: "A request that was stopped before the service: signature, key, replay.")
        ),
        (
            "GatewayErrorEntry",
            .object([
                .required("Source"), .required("ReasonCode"), .required("Description"),
                .required("Recoverable", .boolean),
            ])
        ),
    ]

    private static let parts: [(name: String, schema: Schema)] = [
        (
            "LinkedIdentity",
            .object(
                [
                    .required("identityType", .words(["EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER"])),
                    .optional("identityValue", .string(max: 255)),
                    .optional("mobileNumber", .reference("PhoneNumber")),
                ],
                description: "identityValue with EMAIL_ADDRESS, mobileNumber with MOBILE_PHONE_NUMBER.")
        ),
        (
            "ConsumerIdentity",
            .object([
                .required("identityType", .words(["EMAIL_ADDRESS"])), .required("identityValue", .string(max: 255)),
            ])
        ),
        (
            "PhoneNumber",
            .object([
                .required("countryCode", .string(pattern: "^[0-9]{1,4}$")),
                .required("phoneNumber", .string(pattern: "^[0-9]{4,14}$")),
            ])
        ),
        (
            "Address",
            .object([
                .optional("name", .string(max: 60)), .required("line1", .string(max: 75)),
                .optional("line2", .string(max: 75)), .optional("line3", .string(max: 75)),
                .required("city", .string(max: 50)), .optional("state", .string(max: 30)),
                .required("countryCode", .string(pattern: "^[A-Z]{2}$")), .optional("zip", .string(max: 16)),
            ])
        ),
        (
            "Consent",
            .object([
                .optional("acceptedVersion", .string(max: 10)), .optional("latestVersion", .string(max: 10)),
                .optional("latestVersionUri", .string(max: 1024)),
            ])
        ),
        (
            "ComplianceSettings",
            .object([
                .optional("privacy", .reference("Consent")), .optional("tnc", .reference("Consent")),
                .optional("cookie", .reference("Consent")), .optional("geoLocation", .reference("Consent")),
            ])
        ),
        (
            "MaskedConsumer",
            .object([
                .required("srcConsumerId", uuid), .optional("externalConsumerId", externalId),
                .optional(
                    "maskedConsumerIdentity",
                    .object([
                        .required("identityProvider"), .required("identityType"), .required("maskedIdentityValue"),
                    ])), .optional("maskedEmailAddress"), .optional("maskedMobileNumber", .object([])),
                .optional(
                    "linkedIdentities",
                    .array(
                        .object([
                            .required("identityType", .words(["EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER"])),
                            .optional("maskedIdentityValue"), .optional("maskedMobileNumber", .object([])),
                        ]))),
                .optional("maskedFirstName"), .optional("maskedLastName"), .optional("maskedFullName"),
                .optional("countryCode"), .optional("languageCode"),
                .optional("complianceSettings", .reference("ComplianceSettings")),
                .required("status", .words(["ACTIVE", "SUSPENDED", "LOCKED"])), .required("dateConsumerAdded"),
            ])
        ),
        (
            "MaskedCard",
            .object([
                .required("srcDigitalCardId", uuid), .optional("externalCredentialId", externalId),
                .required("panBin", .string(pattern: "^[0-9]{6}$")),
                .required("panLastFour", .string(pattern: "^[0-9]{4}$")), .optional("panExpirationMonth"),
                .optional("panExpirationYear"), .optional("tokenUniqueReference", .string(max: 64)),
                .optional("tokenLastFour"), .optional("tokenBinRange"), .optional("tokenExpirationMonth"),
                .optional("tokenExpirationYear"), .optional("paymentCardDescriptor"), .optional("paymentCardType"),
                .optional("countryCode"), .optional("maskedBillingAddress", .object([])),
                .optional("maskedShippingAddress", .object([])), .optional("serviceId"),
                .optional("paymentAccountReference"), .required("digitalCardData", .reference("DigitalCardData")),
                .required("dateOfCardCreated"),
            ])
        ),
        (
            "DigitalCardData",
            .object([
                .required("status", .words(["ACTIVE", "SUSPENDED", "CANCELLED"])),
                .required("descriptorName", .string(max: 64)), .required("artUri", .string(max: 1024)),
                .optional("pendingEvents", .array(.string())), .optional("isCoBranded"), .optional("issuerName"),
            ])
        ),
    ]
}
