// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The schemas of checkout (checkout 4.7 to 4.10).
extension Schemas {
    private static let parties: [Schema.Member] = [
        .required("srcClientId"), .required("srcDpaId", .string(max: 255)),
    ]
    private static let code = Schema.string(pattern: "^[0-9]{2}$")
    private static let alphanumeric = Schema.string(pattern: "^[0-9A-Za-z]{1,25}$")

    static let checkout: [(name: String, schema: Schema)] = fromPages + fromServers

    private static let fromPages: [(name: String, schema: Schema)] = [
        (
            "CheckoutRequest",
            .object(
                parties + [
                    .optional("srcCorrelationId"), .optional("srcDigitalCardId", .string(max: 36)),
                    .optional("encryptedCard", .string(description: "JWE compact, RSA-OAEP-256 to a key of /keys.")),
                    .optional("idToken", .string(max: 8192)), .optional("consumer", .object([])),
                    .optional("dpaTransactionOptions", .reference("TransactionOptions")),
                    .optional("complianceSettings", .object([])), .optional("srciTransactionId", .string(max: 255)),
                    .optional("rememberMe", .boolean),
                    .optional("srciActionCode", .words(["NEW_USER", "AUTH_FAILED", "AUTH_SKIPPED"])),
                ], description: "Exactly one of srcDigitalCardId and encryptedCard.")
        ),
        (
            "TransactionOptions",
            .object([
                .optional("transactionAmount", .reference("TransactionAmount")),
                .optional("dpaBillingPreference", .words(["NONE", "FULL", "POSTAL_COUNTRY"])),
                .optional("dpaShippingPreference", .words(["NONE", "FULL", "POSTAL_COUNTRY"])),
                .optional("dpaAcceptedShippingCountries", .array(.string(pattern: "^[A-Z]{2}$"))),
                .optional("consumerNameRequested", .boolean), .optional("consumerEmailAddressRequested", .boolean),
                .optional("consumerPhoneNumberRequested", .boolean),
                .optional(
                    "paymentOptions",
                    .array(
                        .object([
                            .optional("dynamicDataType", .words(["CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM", "NONE"])),
                            .optional("dpaDynamicDataTtlMinutes", .integer),
                        ]))),
                .optional(
                    "authenticationPreferences",
                    .object([.optional("payloadRequested", .words(["AUTHENTICATED", "NON_AUTHENTICATED"]))])),
                .optional(
                    "payloadTypeIndicatorCheckout", .words(["SUMMARY", "FULL", "PAYMENT", "NON_PAYMENT"])),
                .optional("confirmPayment", .boolean), .optional("dpaLocale", .string(pattern: "^[a-z]{2}_[A-Z]{2}$")),
            ])
        ),
        (
            "TransactionAmount",
            .object([
                .required("transactionAmount", .string(description: "A number.")),
                .required("transactionCurrencyCode", .string(pattern: "^[A-Z]{3}$")),
            ])
        ),
        (
            "CheckoutActionRequest",
            .object(
                parties + [
                    .required(
                        "action",
                        .words([
                            "accept-terms", "submit-data", "consent-storage", "authenticate", "confirm", "cancel",
                            "change-card", "add-card", "switch-consumer", "set-remember-me", "status",
                        ])),
                    .optional("data", .object([])), .optional("consent", .boolean),
                    .optional("requestedValidationChannelId"), .optional("validationData", .string(max: 7)),
                    .optional("rememberMe", .boolean),
                ])
        ),
        (
            "CheckoutResponse",
            .object([
                .required("srcCorrelationId"), .optional("dcfSessionId"), .optional("dcfUri"),
                .optional(
                    "requiredSteps",
                    .array(.words(["TERMS", "DATA_CAPTURE", "CARDHOLDER_AUTHENTICATION", "CVC", "CONFIRM"]))),
                .optional(
                    "dcfActionCode",
                    .words(["COMPLETE", "CANCEL", "ERROR", "CHANGE_CARD", "ADD_CARD", "SWITCH_CONSUMER"])),
                .optional("checkoutResponse", .string(description: "JWS compact, RS256 under a key of /keys.")),
                .optional("idToken"), .optional("recognitionToken"), .optional("unbindAppInstance", .boolean),
                .optional("dataCapture", .array(.object([]))),
            ])
        ),
    ]

    private static let fromServers: [(name: String, schema: Schema)] = [
        (
            "CredentialsRequest",
            .object(
                parties + [
                    .required("srcCorrelationId"), .required("srcDigitalCardId", .string(max: 36)),
                    .optional("serviceId"), .optional("srciTransactionId", .string(max: 255)),
                    .optional("keyFingerprintId", .string(pattern: "^[0-9a-fA-F]{64}$")),
                    .optional("billingAddress", .object([])), .optional("shippingAddress", .object([])),
                    .optional("digitalTransactionData", .object([])),
                ])
        ),
        (
            "TransactionCredentials",
            .object([
                .required(
                    "checkoutResponseJWS",
                    .string(description: "JWS compact, RS256; its encryptedPayload is a JWE to your payload key."))
            ])
        ),
        (
            "ConfirmationRequest",
            .object([
                .required("srcClientId"), .required("srcCorrelationId"), .optional("serviceId"),
                .required("confirmationData", .reference("ConfirmationData")),
            ])
        ),
        (
            "ConfirmationData",
            .object([
                .required("checkoutEventType", code), .required("checkoutEventStatus", code),
                .required("confirmationTimestamp"), .optional("confirmationStatus", code),
                .optional("confirmationReason", .string(max: 64)),
                .optional("networkAuthorizationCode", alphanumeric),
                .optional("networkTransactionIdentifier", alphanumeric),
                .optional("paymentNetworkReference", alphanumeric),
                .optional("transactionAmount", .reference("TransactionAmount")),
            ])
        ),
    ]
}
