// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Testing
import Vault

@testable import Account

/// What a browser keeps while a code is on its way.
@Suite("account entry") struct AccountEntryTests {
    @Test("a goal is read from a form as it was written, and nothing else is")
    func goals() {
        let card = "0a1b2c3d-0000-4000-8000-0123456789ab"
        for goal in [AccountGoal.cards, .browsers, .leaving, .removal(card: card)] {
            #expect(AccountGoal(text: goal.text) == goal)
        }
        for text in [
            "", "card", "cards/", "cards/../../evil", "cards/" + card + "0", "cards/" + card.uppercased(), "//evil",
            "cards/0a1b2c3d-0000-4000-8000-0123456789a/",
        ] {
            #expect(AccountGoal(text: text) == nil, "\(text)")
        }
    }

    @Test("an entry comes back as it went, and no other cookie opens as one")
    func sealed() throws {
        let place = try Place()
        let vault = place.vault
        let entry = AccountEntry(
            session: "ivs_x",
            channels: [
                AccountEntry.Channel(id: "EMAIL_ADDRESS", isEmail: true, masked: "a*****a@example.test"),
                AccountEntry.Channel(id: "MOBILE_PHONE_NUMBER", isEmail: false, masked: "+1 (***) ***-*100"),
            ], sentTo: 1, nextSend: Timestamp(milliseconds: 12_345), goal: .browsers, isAgain: true)
        let text = entry.sealed(vault)
        #expect(AccountEntry(sealed: text, vault) == entry)
        #expect(!text.contains("ivs") && text.utf8.count <= AccountEntry.textBytesMax)
        try place.add([Place.email()], directory: 1)
        #expect(AccountEntry(sealed: try place.session().text, vault) == nil)
        #expect(try place.sessions.read(text) == nil)
        for other in ["", "x", String(text.dropLast(4)), String(repeating: "A", count: 4001)] {
            #expect(AccountEntry(sealed: other, vault) == nil)
        }
    }
}
