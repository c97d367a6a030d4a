// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: the reserved values are the contract's, and a card number exists for each.
struct SandboxTriggerTests {
    @Test(
        "each ending does what the table says",
        arguments: [
            ("0010", .refuseCard(.invalidPAN, .invalidState)), ("0028", .refuseCard(.panIneligible, .invalidState)),
            ("0036", .refuseCard(.tokenizationIneligible, .invalidState)),
            ("0044", .refuseCard(.issuerDeclined, .invalidState)),
            ("0051", .refuseCard(.noResponseFromIssuer, .unavailable)), ("0069", .pendingEvent("PENDING_SCA")),
            ("0077", .delay(seconds: 60)), ("0085", .suspendToken(seconds: 30)), ("0001", nil), ("", nil),
        ] as [(String, SandboxTrigger?)])
    func cards(ending: String, trigger: SandboxTrigger?) throws {
        #expect(SandboxTrigger.card(panLastFour: ending) == trigger)
        guard trigger != nil else { return }
        for number in [0, 1, 999_999] {
            let pan = try #require(SandboxTrigger.examplePAN(ending: ending, number: number))
            #expect(pan.panLastFour == ending && pan.scheme == .mastercard && pan.count == 16)
            #expect(SandboxTrigger.card(pan) == trigger)
        }
        #expect(
            SandboxTrigger.examplePAN(ending: ending, number: 1) != SandboxTrigger.examplePAN(ending: ending, number: 2)
        )
    }

    @Test("all endings are listed, and senseless ones make no number")
    func endings() {
        #expect(SandboxTrigger.cardEndings == ["0010", "0028", "0036", "0044", "0051", "0069", "0077", "0085"])
        #expect(SandboxTrigger.examplePAN(ending: "12") == nil && SandboxTrigger.examplePAN(ending: "001x") == nil)
        #expect(SandboxTrigger.examplePAN(ending: "0010", number: -1) == nil)
        #expect(SandboxTrigger.examplePAN(ending: "0010", number: 1_000_000) == nil)
    }

    @Test("consumers by the part before the @, batches by their prefix")
    func others() throws {
        #expect(try SandboxTrigger.consumer(Email("Locked@example.test")) == .lockConsumer)
        #expect(try SandboxTrigger.consumer(Email("ambiguous@example.test")) == .ambiguousConsumer)
        #expect(try SandboxTrigger.consumer(Email("locked.not@example.test")) == nil)
        #expect(try SandboxTrigger.batch(ExternalID("FAIL-1")) == .failBatch)
        #expect(try SandboxTrigger.batch(ExternalID("fail-1")) == nil)
        #expect(try SandboxTrigger.batch(ExternalID("x-FAIL-1")) == nil)
    }
}
