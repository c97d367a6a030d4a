// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The schemas of card management and the digital API (processing 3 to 6, 9), in clear: the bodies of core operations
/// are encrypted as a whole.
extension Schemas {
    private static let month = Schema.string(pattern: "^[0-9]{2}(0[1-9]|1[0-2])$", description: "YYMM")
    private static let status = Schema.words(["00", "05", "41", "43"])
    private static let masked = Schema.string(pattern: "^[0-9]{6}_{6}[0-9]{4}$")
    private static let day = Schema.string(pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

    static var processing: [(name: String, schema: Schema)] { processingRequests + processingAnswers }

    private static var processingRequests: [(name: String, schema: Schema)] {
        [
            (
                "CreateClientRequest",
                .object([
                    .required("clientNumber", .string(max: 32)), .required("clientType", .string(max: 8)),
                    .optional("firstName", .string(max: 255)), .optional("lastName", .string(max: 255)),
                    .optional("clientShortName", .string(max: 64)),
                ])
            ),
            (
                "CreateAccountRequest",
                .object([
                    .required("accountContractNumber", .string(max: 64)), .required("clientId", .integer),
                    .required("productCode", .string(max: 32)),
                ])
            ),
            (
                "CreateCardRequest",
                .object([
                    .required("accountContractId", .integer), .optional("clientId", .integer),
                    .required("cardContract", .reference("NewCardContract")),
                    .optional("cardContractCustomData", .array(.reference("CustomTag"))),
                ])
            ),
            (
                "NewCardContract",
                .object(
                    [
                        .required("productCode", .string(max: 32)), .optional("cardContractName", .string(max: 255)),
                        .optional("branchCode", .string(max: 32)), .optional("cardSubtypeCode", .string(max: 32)),
                        .optional("cbsNumber", .string(max: 64)), .optional("currency", .string(max: 3)),
                        .optional("cardExpiryDate", month), .optional("productionCode", .string(max: 32)),
                        .optional("embossedData", .reference("EmbossedData")),
                    ], description: "Without a number: card management makes it.")
            ),
            (
                "EmbossedData",
                .object([
                    .optional("title", .string(max: 32)), .optional("firstName", .string(max: 255)),
                    .optional("lastName", .string(max: 255)), .optional("companyName", .string(max: 255)),
                ])
            ),
            (
                "CustomTag",
                .object([
                    .required("tagName", .string(max: 64)), .optional("tagContainer", .string(max: 64)),
                    .optional("tagValue", .string(max: 255)), .optional("removeTag", .boolean),
                ])
            ),
            (
                "CardContractSearch",
                .object([
                    .required("cardContractIdentifier", .string(max: 64)),
                    .required("cardContractIdentifierType", .words(["CARD_CONTRACT_NUMBER", "CBS_NUMBER"])),
                ])
            ),
            (
                "CardStatusRequest",
                .object([.required("statusCode", status), .optional("reason", .string(max: 255))])
            ), ("ActivateCardRequest", .object([.required("activated", .boolean)])),
            (
                "ClassifierRequest",
                .object([
                    .required("classifierValue", .words(["BLACKLIST", "NORMAL", "YELLOWLIST", "WHITELIST"])),
                    .optional("startDate", day), .optional("endDate", day),
                ])
            ),
            (
                "CardDataRequest",
                .object([
                    .required("enrollType", .words(["SYNCHRONOUS", "ASYNCHRONOUS"])),
                    .optional("synchronousRequest", .reference("CardDataCard")),
                    .optional("asynchronousRequest", .reference("CardDataPersons")),
                ])
            ),
            (
                "CardDataCard",
                .object(
                    [
                        .required("cardContractId", .integer), .optional("cardholderFullName", .string(max: 256)),
                        .optional("cardholderFirstName", .string(max: 256)),
                        .optional("cardholderLastName", .string(max: 256)),
                        .optional("billingAddress", .reference("Address")),
                        .optional("paymentAccountReference", .string(max: 256)),
                    ], description: "Other members go along as they are; PAN, expiry and security code are refused.")
            ), ("CardDataPersons", .object([.required("consumers", .array(.reference("CardDataPerson")))])),
            (
                "CardDataPerson",
                .object(
                    [.required("cards", .array(.reference("CardDataCard")))],
                    description: "A consumer of a batch, with cardContractId in place of PAN and expiry.")
            ),
            (
                "ContractPushRequest",
                .object(
                    [
                        .required("pushAccountId", .string(max: 36)),
                        .required("tokenRequestorId", .string(pattern: "^[0-9]{11}$")),
                        .optional("accountHolderData", .object([])),
                        .optional("signatureData", .reference("SignatureData")),
                        .optional("pushAccountReceiptsValidityPeriod", .integer),
                    ], description: "accountHolderData as in the plaintext of a push.")
            ),
            (
                "TokenStatusRequest",
                .object([
                    .required("tokenStatus", .words(["SUSPEND", "RESUME", "DEACTIVATE"])),
                    .optional("tokenNumber", .string(pattern: "^[0-9]{12,19}$")),
                ])
            ),
        ]
    }

    private static var processingAnswers: [(name: String, schema: Schema)] {
        [
            (
                "EncryptedBody",
                .object([
                    .required(
                        "encryptedData",
                        .string(description: "JWE compact of the whole body, to a key of /keys or to your payload key.")
                    )
                ])
            ),
            ("CreatedClient", .object([.required("clientId", .integer)])),
            ("CreatedAccount", .object([.required("accountContractId", .integer)])),
            ("CardContractNumber", .object([.required("cardContractId", .integer)])),
            (
                "CardContract",
                .object([
                    .required("cardContractId", .integer), .required("cardContractNumber", masked),
                    .optional("cardContractName"), .required("cardExpiryDate", month),
                    .required("accountContractId", .integer), .required("clientId", .integer),
                    .required("productCode"), .optional("productionCode"), .required("statusCode", status),
                    .required("statusName"), .required("activated", .boolean),
                ])
            ),
            (
                "CardContractStatuses",
                .object([.required("cardContractStatuses", .array(.reference("CardContractStatus")))])
            ),
            (
                "CardContractStatus",
                .object([
                    .required("statusCode", status), .required("statusName"), .required("externalStatusCode"),
                    .required("externalStatusName"), .optional("previousStatusCode", status),
                    .optional("previousStatusName"), .required("changeDate"), .optional("statusChangeReason"),
                    .required("officerId"), .required("officerName"),
                ])
            ),
            (
                "ClientCardContracts",
                .object([.required("clientCardContracts", .array(.reference("CardContract")))])
            ),
            (
                "AccountCardContracts",
                .object([
                    .required("count", .integer), .required("limit", .integer), .required("offset", .integer),
                    .required("total", .integer),
                    .required("accountContractCardContracts", .array(.reference("CardContract"))),
                ])
            ),
            (
                "CardData",
                .object([.required("cardData", .string(description: "JWE compact, RSA-OAEP-256, A256GCM."))])
            ), ("ClientTokens", .object([.required("clientTokens", .array(.reference("ContractToken")))])),
            ("CardContractTokens", .object([.required("cardContractTokens", .array(.reference("ContractToken")))])),
            (
                "ContractToken",
                .object([
                    .required("cardContractId", .integer), .required("cardContractNumber", masked),
                    .required("clientId", .integer), .required("clientShortName"), .required("panUniqueReference"),
                    .required("tokenCreationDate"), .required("tokenExpiryDate", month), .required("tokenNumber"),
                    .required("tokenRequestorId"),
                    .required("tokenStatus", .words(["Active", "Inactive", "Suspended", "Deactivated"])),
                    .required("tokenType", .words(["S", "C", "F"])), .required("tokenUniqueReference"),
                    .required("walletName"),
                ])
            ),
        ]
    }
}
