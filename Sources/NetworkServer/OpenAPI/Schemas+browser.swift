// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The schemas of the calls of shops' pages (checkout 4).
extension Schemas {
    private static let parties: [Schema.Member] = [
        .required("srcClientId"), .required("srcDpaId", .string(max: 255)), .optional("srcCorrelationId"),
    ]
    private static let token = Schema.string(max: 4096, description: "A JWT, RS256 by a key of /keys.")
    private static let tokens = Schema.array(token)
    private static let channels = Schema.array(.reference("ValidationChannel"))

    static let browser: [(name: String, schema: Schema)] =
        validation + sessions + [
            (
                "BrowserError",
                .object([
                    .required("reason"), .required("status", .integer), .required("message"),
                    .optional("errordetail", .array(.reference("ErrorDetail"))),
                ])
            )
        ]

    private static let validation: [(name: String, schema: Schema)] = [
        (
            "ShopIdentity",
            .object(
                [
                    .required(
                        "identityType", .words(["EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER", "EMAIL", "MOBILE_NUMBER"])),
                    .required("identityValue", .string(max: 255)),
                ],
                description: "A mobile number is a text in E.164, or an object of countryCode and phoneNumber.")
        ),
        (
            "LookUpRequest",
            .object(
                parties + [
                    .required("consumerIdentity", .reference("ShopIdentity")),
                    .optional("returnValidationChannels", .boolean),
                ])
        ),
        (
            "LookUpResponse",
            .object([
                .required("srcCorrelationId"), .required("consumerPresent", .boolean),
                .optional("supportedValidationChannels", channels),
            ])
        ),
        (
            "ValidationChannel",
            .object([
                .required("validationChannelId"), .required("identityProvider"),
                .required("identityType", .words(["EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER"])),
                .required("maskedValidationChannel"),
            ])
        ),
        (
            "StartValidationRequest",
            .object(
                parties + [
                    .optional("consumerIdentity", .reference("ShopIdentity")), .optional("idValidationSessionId"),
                    .optional("requestedValidationChannelId"),
                ],
                description: "One of consumerIdentity and idValidationSessionId is needed.")
        ),
        (
            "StartValidationResponse",
            .object([
                .required("srcCorrelationId"), .required("idValidationSessionId"),
                .required("maskedValidationChannel"), .required("supportedValidationChannels", channels),
                .required("expiresAt"),
            ])
        ),
        (
            "FinishValidationRequest",
            .object(
                parties + [
                    .required("idValidationSessionId"), .required("validationData"),
                    .optional("appInstanceId", .string(max: 64)),
                    .optional("complianceSettings", .reference("ShopConsents")),
                ])
        ),
        (
            "FinishValidationResponse",
            .object([.required("srcCorrelationId"), .required("idToken", token), .optional("recognitionToken", token)])
        ),
        (
            "ShopConsents",
            .object(
                [
                    .optional("tnc", .reference("Consent")), .optional("privacy", .reference("Consent")),
                    .optional("complianceResources", .array(.reference("ComplianceResource"))),
                ],
                description: "Consents by topic, or documents, or both. Remember Me is a document.")
        ),
        (
            "ComplianceResource",
            .object([
                .required("complianceType", .words(["TERMS_AND_CONDITIONS", "PRIVACY_POLICY", "REMEMBER_ME"])),
                .optional("uri", .string(max: 1024)), .optional("version", .string(max: 10)),
            ])
        ),
    ]

    private static let sessions: [(name: String, schema: Schema)] = [
        (
            "RecognizeRequest",
            .object(
                parties + [.optional("recognitionTokens", tokens), .optional("appInstanceId", .string(max: 64))])
        ),
        (
            "RecognizeResponse",
            .object([.required("srcCorrelationId"), .required("recognized", .boolean), .optional("idTokens", tokens)])
        ),
        (
            "AuthenticateRequest",
            .object(
                parties + [
                    .optional("consumerIdentity", .reference("ShopIdentity")),
                    .optional(
                        "accountReference", .object([.required("consumerIdentity", .reference("ShopIdentity"))])),
                    .optional("requestRecognitionToken", .boolean), .optional("dpaLocale", .string(max: 35)),
                    .optional("locale", .string(max: 35)), .optional("appInstanceId", .string(max: 64)),
                ],
                description: "One of consumerIdentity and accountReference is needed.")
        ),
        (
            "AuthenticateResponse",
            .object([
                .required("srcCorrelationId"), .required("authenticationSession", .string(max: 64)),
                .required("authenticationUri"), .required("expiresAt"),
            ])
        ),
        (
            "AuthenticationResultRequest",
            .object(
                parties + [
                    .required("authenticationSession", .string(max: 64)), .optional("close", .boolean),
                ])
        ),
        (
            "AuthenticationResultResponse",
            .object([
                .required("srcCorrelationId"),
                .required(
                    "authenticationStatus", .words(["PENDING", "AUTHENTICATED", "CLOSED", "SWITCH_CONSUMER"])),
                .optional("idToken", token), .optional("recognitionToken", token), .optional("rememberMe", .boolean),
            ])
        ),
        ("ConsumerProfilesRequest", .object(parties + [.optional("idTokens", tokens)])),
        (
            "ConsumerProfilesResponse",
            .object([.required("srcCorrelationId"), .optional("profiles", .array(.reference("ConsumerProfile")))])
        ),
        (
            "ConsumerProfile",
            .object([
                .required("idToken", token), .required("maskedConsumer", .reference("MaskedConsumer")),
                .required("maskedCards", .array(.reference("MaskedCard"))),
                .optional("preProvisionedCards", .array(.reference("PreProvisionedCard"))),
            ])
        ),
        (
            "PreProvisionedCard",
            .object([
                .required("preProvisionedCardId"), .required("panBin"), .required("panLastFour"),
                .required("panExpirationMonth"), .required("panExpirationYear"),
                .required("digitalCardData", .reference("DigitalCardData")), .required("availableUntil"),
            ])
        ),
        (
            "PreProvisionedCardsResponse",
            .object([
                .required("srcCorrelationId"),
                .required("preProvisionedCards", .array(.reference("PreProvisionedCard"))),
            ])
        ),
        (
            "ProvisionCardRequest",
            .object(
                parties + [
                    .required("idToken", token), .required("complianceSettings", .reference("ShopConsents")),
                ])
        ),
        (
            "ProvisionCardResponse",
            .object([.required("srcCorrelationId"), .required("maskedCard", .reference("MaskedCard"))])
        ),
        ("UnbindRequest", .object(parties + [.optional("idToken", token), .optional("recognitionTokens", tokens)])),
        ("UnbindResponse", .object([.required("srcCorrelationId"), .required("recognized", .boolean)])),
    ]
}
