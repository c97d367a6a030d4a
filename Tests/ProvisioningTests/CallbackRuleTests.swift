// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

@testable import Provisioning

/// Where a browser may be sent back to (token-connect 8.3).
@Suite struct CallbackRuleTests {
    private func allows(
        _ callback: String?, isSigned: Bool = false, pushed: String? = nil, registered: [String] = []
    ) throws -> Bool {
        let link = ProvisionLink(
            receipts: [try PushReceipt("MCC-STL-1")], callbackURL: try callback.map { try CallbackURL($0) },
            isSigned: isSigned, locale: nil, accountHolderDataSupplied: false, completeWebsiteActivation: true,
            completeIssuerAppActivation: false, extFlow: true)
        return CallbackRule.allows(link, pushed: pushed, registered: registered)
    }

    @Test("no callback is no danger, and a signed one is the issuer's own word")
    func trusted() throws {
        #expect(try allows(nil))
        #expect(try allows("https://any.example/", isSigned: true))
    }

    @Test("what was pushed with the card must come back letter for letter, whatever is registered")
    func pushed() throws {
        let callback = "https://bank.example/return?sid=1"
        #expect(try allows(callback, pushed: callback))
        for other in [
            "https://bank.example/return?sid=2", "https://bank.example/return", "HTTPS://bank.example/return?sid=1",
        ] {
            #expect(try !allows(other, pushed: callback, registered: ["https://bank.example/return"]))
        }
    }

    @Test(
        "a registered callback allows any query and fragment, and nothing else beside it",
        arguments: [
            ("https://bank.example/return", true), ("https://bank.example/return?x=1#y", true),
            ("https://BANK.example/return", true), ("https://bank.example/return/", false),
            ("https://bank.example/Return", false), ("https://bank.example:444/return", false),
            ("https://sub.bank.example/return", false), ("mybank://back", true), ("mybank://back/x", false),
        ])
    func registered(callback: String, isAllowed: Bool) throws {
        let list = ["https://bank.example/return", "mybank://back"]
        #expect(try allows(callback, registered: list) == isAllowed)
        #expect(try !allows(callback))
    }
}
