// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The schemas of the customer service API (processing 10.3).
extension Schemas {
    private static let reference = Schema.string(pattern: "^[0-9A-Za-z_-]{48}$")
    private static let month = Schema.string(pattern: "^(0[1-9]|1[0-2])[0-9]{2}$")

    static var customerService: [(name: String, schema: Schema)] {
        let changes: [(name: String, reasons: [String], more: [Schema.Member])] = [
            ("TokenActivate", [], []), ("TokenSuspend", ["L", "S", "T", "Z"], []),
            ("TokenUnsuspend", ["F", "T", "Z"], []), ("TokenDelete", [], []),
            (
                "TokenUpdate", [],
                [
                    .optional("NewExpirationDate", month),
                    .optional("EncryptedNewAccount", .string(description: "JWE of a card as it is enrolled.")),
                ]
            ),
        ]
        return [
            wrapped("SearchRequest", [.required("TokenUniqueReference", reference)]),
            wrapped("SearchResponse", [.required("Accounts", .reference("FoundAccounts"))]),
            ("FoundAccounts", .object([.required("Account", .array(.reference("FoundAccount")))])),
            (
                "FoundAccount",
                .object([
                    .required("AccountPanSuffix", .string(pattern: "^[0-9]{4}$")), .required("ExpirationDate", month),
                    .required("Tokens", .reference("FoundTokens")),
                ])
            ),
            ("FoundTokens", .object([.required("Token", .array(.reference("FoundToken")))])),
            (
                "FoundToken",
                .object([
                    .required("TokenUniqueReference", reference), .required("TokenSuffix"),
                    .required("ExpirationDate", month), .required("CurrentStatusCode", .words(["U", "A", "S"])),
                    .required("TokenRequestorId"), .required("TokenType", .words(["F"])),
                ])
            ), ("ChangedToken", .object([.required("TokenUniqueReference", reference)])),
        ]
            + changes.flatMap { change in
                [
                    wrapped(
                        change.name + "Request",
                        [.required("TokenUniqueReference", reference)] + reason(change.reasons) + [
                            .optional("CommentText", .string(max: 500))
                        ] + change.more),
                    wrapped(change.name + "Response", [.required("Token", .reference("ChangedToken"))]),
                ]
            }
    }

    private static func reason(_ words: [String]) -> [Schema.Member] {
        words.isEmpty
            ? [.optional("ReasonCode", .string(pattern: "^[A-Z]$"))] : [.required("ReasonCode", .words(words))]
    }

    /// An object whose one member has its name.
    private static func wrapped(_ name: String, _ members: [Schema.Member]) -> (name: String, schema: Schema) {
        (name, .object([.required(name, .object(members))]))
    }
}
