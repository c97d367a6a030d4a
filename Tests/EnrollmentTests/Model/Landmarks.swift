// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What many histories together must have come to: a test that never gets there proves nothing about it.
enum Landmarks {
    private static let told = [
        "TAR APPROVED", "TAR DECLINED", "TAR REQUIRE_ADDITIONAL_AUTHENTICATION", "TCN APPROVED Active",
        "TCN REQUIRE_ADDITIONAL_AUTHENTICATION Inactive", "TVN DEACTIVATED Deactivated", "TVN RESUMED Active",
        "TVN SUSPENDED Suspended",
    ]
    private static let tokens = [
        "activate of Active token", "activate of Inactive token", "activate of no token refused",
        "suspend of Active token", "suspend of Inactive token refused", "suspend of Suspended token",
        "suspend of no token refused", "resume of Active token", "resume of Inactive token refused",
        "resume of Suspended token", "delete of Active token", "delete of Inactive token",
        "delete of no token refused", "activate of Suspended token refused", "resume of no token refused",
        "delete of Suspended token", "replace of Active token", "replace of Active token refused",
        "replace of Suspended token", "replace of Inactive token refused",
    ]
    private static let staging = [
        "restaged", "claimed", "declined", "card withdrawn", "consumer withdrawn", "expired",
        "claim failed on Card", "claim failed on externalCardId", "claim failed on externalConsumerId",
        "staging failed on externalCardId", "staging failed on externalCredentialId",
        "staging failed on consumerIdentity", "staging failed on cards",
    ]
    private static let enrollment = [
        "batch failed on cards", "batch failed on consumer", "batch failed on consumerIdentity",
        "batch failed on externalCardId", "batch failed on externalConsumerId", "batch failed on mobileNumber",
        "batch failed on primaryAccountNumber", "batch failed on externalCredentialId", "single failed on Card",
        "single failed on externalCardId",
        "single failed on externalCredentialId", "single failed on consumer.consumerIdentity", "card deleted",
        "profile deleted", "purged",
    ]

    static let all = Set(told + tokens + staging + enrollment)
}
