// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Directory
import JOSE
import Store
import StoreSQLite
import Testing
import Vault
import WireJSON

@testable import TokenConnect

/// A push and its answer (token-connect 5, 12.2, 13).
@Suite("pushing cards") struct CardPushTests {
    private let pushes: Pushes

    init() throws {
        pushes = try Pushes()
    }

    private func verified(_ answer: Pushes.Answer) throws -> String {
        let token = try #require(answer.json["signature"]?.string)
        let key = try pushes.vault.networkKeys.pushSigningKey
        let message = try JWS.verify(token, keys: VerificationKeySet([key.id: key.publicKey]))
        #expect(message.header == JWSHeader(keyID: key.id))
        return String(decoding: message.payload, as: UTF8.self)
    }

    @Test("the claims are those of the published example, byte for byte (token-connect 7.4)")
    func claims() {
        var settings = PushSettings()
        settings.callbackURL = "https://issuer.example/c2p/return?sid=abc123"
        settings.completeIssuerAppActivation = true
        settings.completeWebsiteActivation = false
        settings.accountHolderDataSupplied = true
        settings.locale = "en_GB"
        let published = """
            {"pushAccountReceipts":["MCC-STL-11111111-2222-3333-4444-555555555555"],\
            "callbackURL":"https://issuer.example/c2p/return?sid=abc123","completeWebsiteActivation":false,\
            "accountHolderDataSupplied":true,"locale":"en_GB"}
            """
        let claims = PushSignature.claims(["MCC-STL-11111111-2222-3333-4444-555555555555"], settings)
        #expect(String(decoding: claims, as: UTF8.self) == published)
    }

    @Test("a card gets a receipt of its product, a page to go to and a signature with what was asked for")
    func oneCard() throws {
        for (pan, prefix) in [
            ("5120340000000004", "MCC"), ("5186000000000005", "DMC"), ("6799990000000004", "MSI"),
        ] {
            let answer = try pushes.send([Pushes.account(pan: pan)])
            let receipt = try #require(answer.receipts.first, "\(answer.text)")
            #expect(receipt.wholeMatch(of: /[A-Z]{3}-STL-[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}/) != nil)
            #expect(receipt.hasPrefix(prefix))
            #expect(
                try verified(answer)
                    == #"{"pushAccountReceipts":["\#(receipt)"],"completeWebsiteActivation":true,"#
                    + #""accountHolderDataSupplied":false}"#)
            #expect(answer.text.hasPrefix(#"{"responseId":"r-1","pushAccountReceipts":[{"pushAccountId":"CA-0001","#))
            #expect(
                answer.text.contains(
                    #""availablePushMethods":[{"type":"WEB","uri":"https://network.example/provision"}],"#
                        + #""tokenRequestorSignatureSupport":true,"#))
            #expect(!answer.text.contains(pan) && !answer.text.contains("issuerInitiated"))
        }
    }

    @Test("each of the encryptions that are in use is opened; whatever is wrong with one has one answer")
    func encryptions() throws {
        for hash in [OAEPHash.sha256, .sha512] {
            for mode in [MDESPayload.Mode.cbc, .gcm] {
                let payload = try pushes.payload([Pushes.account()], hash: hash, mode: mode)
                #expect(try pushes.send(payload: payload).receipts.count == 1)
            }
        }
        let good = try pushes.payload([Pushes.account()])
        let gcm = try pushes.payload([Pushes.account()], mode: .gcm)
        for bad in [
            // The digest that was said is not the one that was used.
            good.replacing("SHA256", with: "SHA512"), good.replacing("SHA256", with: "MD5"),
            good.replacing(#""oaepHashingAlgorithm":"SHA256","#, with: ""),
            good.replacing(/"iv":"[0-9a-f]+",/, with: ""), good.replacing(/"iv":"[0-9a-f]+"/, with: #""iv":"00""#),
            good.replacing(/"publicKeyFingerprint":"[0-9a-f]{8}/, with: #""publicKeyFingerprint":"00000000"#),
            good.replacing(/"encryptedData":"[0-9a-f]{8}/, with: #""encryptedData":"00000000"#),
            good.replacing(/"encryptedKey":"[0-9a-f]{8}/, with: #""encryptedKey":"00000000"#),
            gcm.replacing(/"tag":"[0-9a-f]{8}/, with: #""tag":"00000000"#),
        ] {
            let answer = try pushes.send(payload: bad)
            #expect(
                answer.text
                    == #"{"responseId":"r-1","errors":[{"source":"INPUT","reasonCode":"CRYPTOGRAPHY_ERROR","#
                    + #""description":"The encrypted payload cannot be decrypted."}]}"#)
        }
    }

    @Test("a wallet takes several cards; those that are refused stand beside those that are signed (13.3, 5)")
    func severalCards() throws {
        let accounts = [
            Pushes.account("a", pan: "5120340000000004"), Pushes.account("b", pan: "6799990000000004"),
            Pushes.account("c", pan: "5299990000000001"),
        ]
        let answer = try pushes.send(accounts, to: Pushes.wallet)
        #expect(answer.receipts.count == 2 && answer.errors == ["ACCOUNT_INELIGIBLE"], "\(answer.text)")
        #expect(answer.json["pushAccountReceipts"]?.elements.map { $0["pushAccountId"]?.string } == ["a", "b", "c"])
        let list = answer.receipts.map { "\"\($0)\"" }.joined(separator: ",")
        #expect(try verified(answer).hasPrefix(#"{"pushAccountReceipts":[\#(list)],"#))
        #expect(try pushes.receipts.find(answer.receipts[1], for: Pushes.wallet).card.clearPAN == "5299990000000001")
        #expect(try pushes.send(accounts).errors == ["INVALID_FIELD_VALUE pushFundingAccounts"])
        let six = (1...6).map { Pushes.account("\($0)") }
        #expect(try pushes.send(six, to: Pushes.wallet).errors == ["INVALID_FIELD_VALUE pushFundingAccounts"])
        #expect(try pushes.send(Array(six[..<5]), to: Pushes.wallet).receipts.count == 5)
    }

    @Test("when every account was refused there is no page to go to and no signature")
    func nothingLeft() throws {
        let answer = try pushes.send([Pushes.account(pan: "5299990000000001")])
        #expect(
            answer.text
                == #"{"responseId":"r-1","pushAccountReceipts":[{"pushAccountId":"CA-0001","errors":["#
                + #"{"source":"INPUT","reasonCode":"ACCOUNT_INELIGIBLE","#
                + #""description":"The card or financial account is not eligible."}]}]}"#
        )
    }

    @Test("what an account has wrong is said by field and without the value; the others do not suffer")
    func accounts() throws {
        let longName = String(repeating: "n", count: 28)
        let later = pushes.clock.now.advanced(by: .seconds(30 * 86_400 + 1)).iso8601
        let now = pushes.clock.now.iso8601
        let financial =
            #""financialAccountData":{"financialAccountId":"123456789","interbankCardAssociationId":"123","#
            + #""countryCode":"USA"}"#
        for (account, errors) in [
            (Pushes.account(pan: "5120340000000005"), ["INVALID_FIELD_VALUE accountNumber"]),
            (Pushes.account(pan: "51203400"), ["INVALID_FIELD_LENGTH accountNumber"]),
            (Pushes.account(pan: "51203400000000040000"), ["INVALID_FIELD_LENGTH accountNumber"]),
            (Pushes.account(pan: "512034000000000x"), ["INVALID_FIELD_FORMAT accountNumber"]),
            (Pushes.account(pan: "4111111111111111"), ["ACCOUNT_INELIGIBLE"]),
            (Pushes.account(pan: "5204730000000001"), ["INVALID_FIELD_VALUE accountNumber"]),
            (Pushes.account(pan: "5555555555554444"), ["ACCOUNT_INELIGIBLE"]),
            (Pushes.account(month: "13"), ["INVALID_FIELD_VALUE expiryMonth"]),
            (Pushes.account(month: "1"), ["INVALID_FIELD_LENGTH expiryMonth"]),
            (Pushes.account(month: "10", year: "26"), ["INVALID_FIELD_VALUE expiryYear"]),
            (Pushes.account(month: nil), ["MISSING_REQUIRED_FIELD expiryMonth"]),
            (Pushes.account(year: nil), ["MISSING_REQUIRED_FIELD expiryYear"]),
            (Pushes.account(year: "2030"), ["INVALID_FIELD_LENGTH expiryYear"]),
            (
                Pushes.account(more: #","dataValidUntilTimestamp":"\#(later)""#),
                ["INVALID_FIELD_VALUE dataValidUntilTimestamp"]
            ),
            (
                Pushes.account(more: #","dataValidUntilTimestamp":"\#(now)""#),
                ["INVALID_FIELD_VALUE dataValidUntilTimestamp"]
            ),
            (
                Pushes.account(more: #","dataValidUntilTimestamp":"2026-11-26T12:00:00""#),
                ["INVALID_FIELD_LENGTH dataValidUntilTimestamp"]
            ),
            (Pushes.account(more: "," + financial), ["ACCOUNT_INELIGIBLE"]),
            (#"{"pushAccountId":"x","fundingAccountData":{\#(financial)}}"#, ["ACCOUNT_INELIGIBLE"]),
            (#"{"pushAccountId":"x","fundingAccountData":{}}"#, ["MISSING_REQUIRED_FIELD cardAccountData"]),
            (#"{"pushAccountId":"x"}"#, ["MISSING_REQUIRED_FIELD fundingAccountData"]),
            (
                #"{"pushAccountId":"x","fundingAccountData":{"cardAccountData":{}}}"#,
                ["MISSING_REQUIRED_FIELD accountNumber"]
            ),
            (
                Pushes.account(more: #","accountHolderData":{"accountHolderName":"\#(longName)"}"#),
                ["INVALID_FIELD_LENGTH accountHolderName"]
            ),
            (
                Pushes.account(more: #","accountHolderData":{"accountHolderAddress":{"country":"GB"}}"#),
                ["INVALID_FIELD_LENGTH country"]
            ),
            (
                Pushes.account(more: #","accountHolderData":{"accountHolderMobilePhoneNumber":{"phoneNumber":"1"}}"#),
                ["MISSING_REQUIRED_FIELD countryDialInCode"]
            ),
        ] {
            let answer = try pushes.send([account, Pushes.account("good")], to: Pushes.wallet)
            #expect(answer.errors == errors, "\(account)")
            #expect(answer.receipts.count == 1)
            #expect(!answer.text.contains("5120340000") && !answer.text.contains("nnnn"))
        }
    }

    @Test("a card without an end, a code that nobody stores, and data that is good for an hour are taken")
    func tolerated() throws {
        let until = pushes.clock.now.advanced(by: .seconds(3600)).iso8601
        let account = Pushes.account(month: nil, year: nil, more: #","dataValidUntilTimestamp":"\#(until)""#)
            .replacing(#""accountNumber""#, with: #""securityCode":"123","accountNumber""#)
        let card = try pushes.receipts.find(pushes.receipt(account)).card
        #expect(card.expirationMonth == nil && card.expirationYear == nil && card.holder == nil)
    }

    @Test("labels are told apart and there; accounts come in an array")
    func labels() throws {
        for (accounts, error) in [
            ([Pushes.account("a"), Pushes.account("a")], "INVALID_FIELD_VALUE pushAccountId"),
            ([Pushes.account("")], "INVALID_FIELD_LENGTH pushAccountId"),
            ([Pushes.account(String(repeating: "a", count: 37))], "INVALID_FIELD_LENGTH pushAccountId"),
            (["{}"], "MISSING_REQUIRED_FIELD pushAccountId"), (["7"], "INVALID_FIELD_FORMAT pushFundingAccounts"),
            ([], "INVALID_FIELD_LENGTH pushFundingAccounts"),
        ] {
            #expect(try pushes.send(accounts, to: Pushes.wallet).errors == [error])
        }
    }

    @Test("what the request has wrong is said at once, all of it, and nothing is kept")
    func requests() throws {
        for (members, error) in [
            (#","pushAccountReceiptsValidityPeriod":4"#, "INVALID_FIELD_VALUE pushAccountReceiptsValidityPeriod"),
            (#","pushAccountReceiptsValidityPeriod":16"#, "INVALID_FIELD_VALUE pushAccountReceiptsValidityPeriod"),
            (#","pushAccountReceiptsValidityPeriod":7.5"#, "INVALID_FIELD_FORMAT pushAccountReceiptsValidityPeriod"),
            (#","pushAccountReceiptsValidityPeriod":"7""#, "INVALID_FIELD_FORMAT pushAccountReceiptsValidityPeriod"),
            (#","authenticationCode":"""#, "INVALID_FIELD_LENGTH authenticationCode"),
            (#","signatureData":[]"#, "INVALID_FIELD_FORMAT signatureData"),
            (#","signatureData":{"locale":"en-GB"}"#, "INVALID_FIELD_FORMAT locale"),
            (#","signatureData":{"tokenRequestorSessionId":"ab"}"#, "INVALID_FIELD_LENGTH tokenRequestorSessionId"),
            (#","signatureData":{"completeWebsiteActivation":1}"#, "INVALID_FIELD_FORMAT completeWebsiteActivation"),
            (
                #","requestIssuerInitiatedDigitizationData":"maybe""#,
                "INVALID_FIELD_FORMAT requestIssuerInitiatedDigitizationData"
            ),
            (#","signatureData":{"callbackURL":"/return"}"#, "INVALID_FIELD_FORMAT callbackURL"),
            (#","signatureData":{"callbackURL":"https://a b"}"#, "INVALID_FIELD_FORMAT callbackURL"),
            (#","signatureData":{"callbackURL":"JavaScript:alert(1)"}"#, "INVALID_FIELD_VALUE callbackURL"),
            (
                #","signatureData":{"callbackURL":"https://\#(String(repeating: "a", count: 249))"}"#,
                "INVALID_FIELD_LENGTH callbackURL"
            ),
        ] {
            #expect(try pushes.send(members: members).errors == [error], "\(members)")
        }
        #expect(try pushes.send(to: "50100000000").errors == ["INVALID_FIELD_VALUE tokenRequestorId"])
        #expect(try pushes.send(to: "5010000000x").errors == ["INVALID_FIELD_FORMAT tokenRequestorId"])
        let all = try pushes.send(body: #"{"pushFundingAccounts":{"encryptedPayload":{"encryptedKey":"00"}}}"#).errors
        #expect(
            all == [
                "MISSING_REQUIRED_FIELD requestId", "MISSING_REQUIRED_FIELD encryptedData",
                "INVALID_FIELD_LENGTH encryptedKey", "MISSING_REQUIRED_FIELD publicKeyFingerprint",
                "MISSING_REQUIRED_FIELD tokenRequestorId",
            ])
        let kept = try pushes.store.read { try $0.overdueReceipts(at: Timestamp(seconds: 4_000_000_000), limit: 9) }
        #expect(kept.isEmpty)
    }

    @Test("a receipt lives for 15 minutes unless the request says less, down to 5")
    func validity() throws {
        for (members, minutes) in [
            ("", 15), (#","pushAccountReceiptsValidityPeriod":5"#, 5),
            (#","pushAccountReceiptsValidityPeriod":15.0"#, 15),
        ] as [(String, Int64)] {
            let row = try pushes.receipts.find(pushes.receipt(members: members)).row
            #expect(row.expires.milliseconds - row.created.milliseconds == minutes * 60_000)
        }
    }

    @Test("an issuer with a channel of its own gets the receipt in the form that requestors take")
    func digitizationData() throws {
        let answer = try pushes.send(members: #","requestIssuerInitiatedDigitizationData":"TRUE""#)
        let entry = answer.json["pushAccountReceipts"]?.elements.first { _ in true }
        let data = try #require(Base64.decode(entry?["issuerInitiatedDigitizationData"]?.string ?? ""))
        #expect(
            String(decoding: data, as: UTF8.self)
                == #"{"fundingAccountInfo":{"pushAccountReceipt":"\#(answer.receipts[0])"}}"#)
    }

    @Test("an issuer that does not take part is told so; a repeated request gets another receipt")
    func takingPart() throws {
        #expect(try pushes.receipt() != pushes.receipt())
        pushes.settings.tokenConnect = false
        #expect(try pushes.send().errors == ["AUTHORIZATION_FAILED"])
    }

    @Test("outside a sandbox there are the issuer's own ranges and no wallet")
    func production() throws {
        let real = try Pushes(isSandbox: false)
        #expect(try real.send().errors == ["ACCOUNT_INELIGIBLE"])
        #expect(try real.send(to: Pushes.wallet).errors == ["INVALID_FIELD_VALUE tokenRequestorId"])
        real.settings.accountRanges = [AccountRangeSetting(prefix: "51203", product: "DEBIT", country: "US")]
        #expect(try real.receipt().hasPrefix("DMC-STL-"))
        // The longer range decides.
        real.settings.accountRanges.append(
            AccountRangeSetting(prefix: "512034", product: "DEBIT", country: "US", isTokenizable: false))
        #expect(try real.send().errors == ["ACCOUNT_INELIGIBLE"])
    }
}
