// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The schemas of Token Connect (token-connect 3 to 6, 12).
extension Schemas {
    private static let requestor = Schema.string(pattern: "^[0-9]{11}$")
    private static let requestId = Schema.string(max: 64, description: "1 to 64 characters.")
    private static let hex = Schema.string(pattern: "^([0-9A-Fa-f]{2})+$")
    private static let locale = Schema.string(pattern: "^[a-z]{2}_[A-Z]{2}$")

    static var tokenConnect: [(name: String, schema: Schema)] { tokenRequestors + push + pushAnswer }

    private static var tokenRequestors: [(name: String, schema: Schema)] {
        [
            (
                "TokenRequestorsRequest",
                .object(
                    [
                        .required("requestId", requestId),
                        .required("accountRanges", .array(.string(pattern: "^[0-9]{9,19}$"))),
                    ], description: "1 to 25 starts of account ranges.")
            ),
            (
                "TokenRequestorsResponse",
                .object([
                    .required("responseId", requestId),
                    .optional("tokenRequestors", .array(.reference("TokenRequestor"))),
                    .optional("errors", .array(.reference("TokenConnectError"))),
                ])
            ),
            (
                "TokenRequestor",
                .object(
                    [
                        .required("tokenRequestorId", requestor), .required("name", .string(max: 64)),
                        .required("consumerFacingEntityName", .string(max: 100)),
                        .optional("imageAssetId", .string(max: 64)),
                        .required("tokenRequestorType", .words(["MERCHANT", "WALLET"])),
                        .required("enabledAccountRanges", .array(.integer)),
                        .optional("supportedPushMethods", .array(.words(["ANDROID", "IOS", "WEB"]))),
                        .optional("supportsMultiplePushedCards", .boolean),
                        .optional("supportedAccountHolderData", .array(.string())),
                        .optional("supportsTokenConnect", .boolean),
                        .optional("availablePushMethods", .array(.reference("PushMethod"))),
                    ], description: "The ranges are numbers of 19 digits, which a double does not hold.")
            ),
            ("PushMethod", .object([.required("type", .words(["ANDROID", "IOS", "WEB"])), .required("uri")])),
            ("AssetResponse", .object([.required("mediaContents", .array(.reference("AssetMedium")))])),
            (
                "AssetMedium",
                .object([
                    .required("type", .string(max: 32)), .required("data", .string(description: "Base64.")),
                    .optional("height", .string(max: 6)), .optional("width", .string(max: 6)),
                ])
            ),
        ]
    }

    private static var push: [(name: String, schema: Schema)] {
        [
            (
                "PushRequest",
                .object([
                    .required("requestId", requestId), .required("pushFundingAccounts", .reference("PushAccounts")),
                    .required("tokenRequestorId", requestor), .optional("signatureData", .reference("SignatureData")),
                    .optional("requestIssuerInitiatedDigitizationData", .boolean),
                    .optional("pushAccountReceiptsValidityPeriod", .integer),
                    .optional("authenticationCode", .string(max: 32)),
                ])
            ), ("PushAccounts", .object([.required("encryptedPayload", .reference("MDESPayload"))])),
            (
                "MDESPayload",
                .object(
                    [
                        .required("encryptedData", hex), .required("encryptedKey", hex),
                        .required("publicKeyFingerprint", hex), .required("iv", hex),
                        .required("oaepHashingAlgorithm", .words(["SHA256", "SHA512"])),
                        .optional("algorithmCipherMode", .words(["CBC", "GCM"])), .optional("tag", hex),
                        .optional("aad", hex),
                    ], description: "An array of accounts, encrypted to the key of /keys/mcs/fpanEncryption.")
            ),
            (
                "SignatureData",
                .object([
                    .optional("callbackURL", .string(max: 256)), .optional("completeIssuerAppActivation", .boolean),
                    .optional("completeWebsiteActivation", .boolean), .optional("accountHolderDataSupplied", .boolean),
                    .optional("locale", locale),
                ])
            ),
        ]
    }

    private static var pushAnswer: [(name: String, schema: Schema)] {
        [
            (
                "PushResponse",
                .object([
                    .required("responseId", requestId),
                    .optional("pushAccountReceipts", .array(.reference("PushReceipt"))),
                    .optional("availablePushMethods", .array(.reference("PushMethod"))),
                    .optional("tokenRequestorSignatureSupport", .boolean),
                    .optional("signature", .string(description: "JWS compact, RS256.")),
                    .optional("errors", .array(.reference("TokenConnectError"))),
                ])
            ),
            (
                "PushReceipt",
                .object([
                    .required("pushAccountId", .string(max: 36)),
                    .optional("pushAccountReceipt", .string(pattern: "^[A-Za-z0-9-]{1,64}$")),
                    .optional("issuerInitiatedDigitizationData", .string(description: "JSON in base64.")),
                    .optional("errors", .array(.reference("TokenConnectError"))),
                ])
            ),
            (
                "TokenConnectErrors",
                .object([
                    .required("responseId", requestId),
                    .required("errors", .array(.reference("TokenConnectError"))),
                ])
            ),
            (
                "TokenConnectError",
                .object([
                    .required("source", .words(["INPUT", "MDES"])), .required("reasonCode", .string(max: 100)),
                    .optional("description", .string(max: 256)),
                ])
            ),
        ]
    }
}
