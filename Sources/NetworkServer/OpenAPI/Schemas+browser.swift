// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The schemas of the calls of shops' pages (checkout 4).
extension Schemas {
    private static let parties: [Schema.Member] = [
        .required("srcClientId"), .required("srcDpaId", .string(max: 255)), .optional("srcCorrelationId"),
    ]

    static let browser: [(name: String, schema: Schema)] = [
        (
            "UnbindRequest",
            .object(
                parties + [
                    .optional("idToken", .string(max: 4096)),
                    .optional("recognitionTokens", .array(.string(max: 4096))),
                ])
        ),
        ("UnbindResponse", .object([.required("srcCorrelationId"), .required("recognized", .boolean)])),
        (
            "BrowserError",
            .object([
                .required("reason"), .required("status", .integer), .required("message"),
                .optional("errordetail", .array(.reference("ErrorDetail"))),
            ])
        ),
    ]
}
