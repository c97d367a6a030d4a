// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

@testable import SignIn

struct ValidationChannelTests {
    @Test("Channels are named by kind, the second of a kind by its number, and found by other clients' names")
    func names() throws {
        let identities = [
            try Place.email(), try Place.mobile(), try Place.email("eve@example.test"), try Place.mobile("2025550111"),
        ]
        let channels = ValidationChannel.channels(identities)
        #expect(
            channels.map(\.id) == [
                "EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER", "EMAIL_ADDRESS_2", "MOBILE_PHONE_NUMBER_2",
            ])
        #expect(channels[0].masked == "a*****a@example.test")
        #expect(channels[1].masked == "+1 (***) ***-*100")
        #expect(ValidationChannel.index("EMAIL_ADDRESS_2", in: identities) == 2)
        #expect(ValidationChannel.index("SMS", in: identities) == 1)
        #expect(ValidationChannel.index("EMAIL", in: identities) == 0)
        #expect(ValidationChannel.index("EMAIL_ADDRESS_3", in: identities) == nil)
        #expect(ValidationChannel.index("", in: identities) == nil)
    }
}
