// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Testing
internal import WireJSON

@testable internal import ClickToPay

/// Goal: requests are the contract's to the byte, and answers are read with everything unknown passed over.
@Suite struct TokenConnectWireTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONDocument.parse(Array(text.utf8)).root }
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test("Account ranges of nineteen digits survive both ways digit for digit, as numbers and as strings (3.2).")
    func accountRanges() throws {
        let numbers = [
            "5120340000000000000", "9223372036854775807", "9223372036854775808", "9999999999999999999",
            "6799999999999999999", "9007199254740993000",
        ]
        for form in [numbers.joined(separator: ","), numbers.map { "\"\($0)\"" }.joined(separator: ",")] {
            let answer = try #require(
                EligibleTokenRequestors(
                    parse(
                        #"{"responseId":"r","tokenRequestors":[{"tokenRequestorId":"50123197928","name":"n","#
                            + #""enabledAccountRanges":[\#(form)]}]}"#)))
            #expect(answer.tokenRequestors[0].enabledAccountRanges.map(\.value) == numbers)
            let written = text(answer.json())
            #expect(written.contains(#""enabledAccountRanges":[\#(numbers.joined(separator: ","))]"#))
            #expect(try EligibleTokenRequestors(parse(written)) == answer)
        }
        let zeros = try AccountRangeStart("0000000012")
        #expect(zeros.value == "0000000012000000000")
        #expect(try parse("[\(zeros.number)]").elements.compactMap { AccountRangeStart($0) } == [zeros])
    }

    @Test("A range has 9 to 19 digits and is padded with zeros to the right; anything else is refused (3.1).")
    func paddedRanges() throws {
        #expect(try AccountRangeStart("512034000").value == "5120340000000000000")
        for wrong in ["51203400", "51203400000000000000", "51203400a", "", "+512034000", "５１２０３４０００"] {
            #expect(throws: ValueFault.self) { try AccountRangeStart(wrong) }
        }
        let beyond = try parse("[10000000000000000000,-1,1.5,5.12e18,null,{}]")
        #expect(beyond.elements.compactMap { AccountRangeStart($0) }.isEmpty)
    }

    @Test("The contract's request and answer on token requestors (3.1, 3.2); unknown members and words pass.")
    func eligible() throws {
        let request = EligibleTokenRequestorsRequest(
            requestId: "r-1", accountRanges: [try AccountRangeStart("512034000"), try AccountRangeStart("518600000")])
        #expect(
            text(request.json())
                == #"{"requestId":"r-1","accountRanges":["5120340000000000000","5186000000000000000"]}"#)
        let sample = #"""
            {"responseId":"5f0c1d5e-0000-4000-8000-000000000001","new":{"a":[1]},"tokenRequestors":[{
            "tokenRequestorId":"50123197928","name":"Mastercard International Incorporated",
            "consumerFacingEntityName":"Click to Pay","imageAssetId":"11111111-0000-4000-8000-0000000000c2",
            "tokenRequestorType":"SOMETHING_NEW","enabledAccountRanges":[5120340000000000000],
            "supportedPushMethods":["WEB","TELEPATHY"],"supportsMultiplePushedCards":"False",
            "supportedAccountHolderData":["NAME","SHOE_SIZE"],"supportsTokenConnect":true,"later":null,
            "availablePushMethods":[{"type":"WEB","uri":"https://sandbox.src.mastercard.com/provision","x":1},{"y":2}]},
            {"name":"without an id"}]}
            """#
        let answer = try #require(EligibleTokenRequestors(parse(sample)))
        #expect(answer.tokenRequestors.count == 1 && answer.errors.isEmpty)
        let requestor = answer.tokenRequestors[0]
        #expect(requestor.tokenRequestorId == .clickToPay && requestor.takesWebPush)
        #expect(requestor.supportsMultiplePushedCards == false && requestor.tokenRequestorType == "SOMETHING_NEW")
        #expect(requestor.supportedPushMethods?.map(\.rawValue) == ["WEB", "TELEPATHY"])
        #expect(requestor.availablePushMethods?.count == 1)
        #expect(try EligibleTokenRequestors(parse(text(answer.json()))) == answer)
        #expect(EligibleTokenRequestors(try parse(#"{"responseId":"r"}"#)) == nil)
        #expect(try #require(EligibleTokenRequestors(parse(#"{"tokenRequestors":[]}"#))).tokenRequestors.isEmpty)
    }

    @Test(
        "A card in clear is the contract's sample to the byte, no expiry is left out, and none of it is printed (5.2).")
    func plaintext() throws {
        var holder = AccountHolder()
        holder.name = "TEST CARDHOLDER"
        var address = AccountHolder.Address()
        address.line1 = "1 Sample Road"
        address.city = "Sampletown"
        address.postalCode = "AB1 2CD"
        address.country = "GBR"
        holder.address = address
        holder.emailAddress = "test.cardholder@issuer.example"
        holder.mobilePhone = .init(countryDialInCode: "44", phoneNumber: "7700900000")
        let account = PushAccount(
            pushAccountId: "CA-0001", pan: try PAN("5120340000000004"), expiry: Expiry(month: 12, year: 2029),
            holder: holder, dataValidUntilTimestamp: "2026-01-01T12:30:00Z")
        let sample =
            #"[{"pushAccountId":"CA-0001","fundingAccountData":{"dataValidUntilTimestamp":"2026-01-01T12:30:00Z","#
            + #""cardAccountData":{"accountNumber":"5120340000000004","expiryMonth":"12","expiryYear":"29"},"#
            + #""accountHolderData":{"accountHolderName":"TEST CARDHOLDER","accountHolderAddress":{"#
            + #""line1":"1 Sample Road","city":"Sampletown","postalCode":"AB1 2CD","country":"GBR"},"#
            + #""accountHolderEmailAddress":"test.cardholder@issuer.example","accountHolderMobilePhoneNumber":{"#
            + #""countryDialInCode":"44","phoneNumber":"7700900000"}}}}]"#
        #expect(text(PushAccount.plaintext([account])) == sample)
        #expect(try PushAccount.decode(parse(sample), id: "other") == account)
        let vector =
            #"[{"pushAccountId":"CA-0001","fundingAccountData":{"cardAccountData":{"accountNumber":"5555555555554444","#
            + #""expiryMonth":"12","expiryYear":"29"}}}]"#
        let plain = PushAccount(
            pushAccountId: "CA-0001", pan: try PAN("5555555555554444"), expiry: Expiry(month: 12, year: 2029))
        #expect(text(PushAccount.plaintext([plain])) == vector && vector.utf8.count == 144)
        let endless = PushAccount(pushAccountId: "a", pan: try PAN("5555555555554444"), expiry: nil)
        #expect(!text(PushAccount.plaintext([endless])).contains("expiry"))
        let printed = "\(account) \(holder) \(String(reflecting: account))"
        #expect(!printed.contains("5120340000000004") && !printed.contains("CARDHOLDER"))
    }

    @Test("Every fault of an account is found at once, at its place, without its value; a security code is dropped.")
    func accountFaults() throws {
        let wrong = #"""
            {"pushAccountId":"1234567890123456789012345678901234567","fundingAccountData":{
            "dataValidUntilTimestamp":"tomorrow","cardAccountData":{"accountNumber":"5120340000000005",
            "expiryMonth":"13","expiryYear":"29"},"accountHolderData":{
            "accountHolderName":"A NAME THAT HAS TWENTY-EIGHT","accountHolderEmailAddress":"secret",
            "accountHolderAddress":{"country":"gbr","line1":""},
            "accountHolderMobilePhoneNumber":{"countryDialInCode":"12345"}}}}
            """#
        let error = #expect(throws: ServiceError.self) { try PushAccount.decode(parse(wrong), id: "x") }
        let holder = "fundingAccountData.accountHolderData."
        #expect(
            Set(error?.details.compactMap(\.source) ?? []) == [
                "pushAccountId", "fundingAccountData.dataValidUntilTimestamp",
                "fundingAccountData.cardAccountData.accountNumber", "fundingAccountData.cardAccountData.expiryMonth",
                holder + "accountHolderName", holder + "accountHolderEmailAddress",
                holder + "accountHolderAddress.country", holder + "accountHolderAddress.line1",
                holder + "accountHolderMobilePhoneNumber.countryDialInCode",
                holder + "accountHolderMobilePhoneNumber.phoneNumber",
            ])
        #expect(!"\(String(describing: error))".contains("5120340000000005"))
        let coded = try PushAccount.decode(
            parse(
                #"{"fundingAccountData":{"cardAccountData":{"accountNumber":"5120340000000004","expiryMonth":"12","#
                    + #""expiryYear":"29","securityCode":"987"}}}"#), id: "mine")
        #expect(coded.pushAccountId == "mine" && !text(PushAccount.plaintext([coded])).contains("987"))
        for lone in [#""expiryMonth":"12""#, #""expiryYear":"29""#] {
            let body = #"{"fundingAccountData":{"cardAccountData":{"accountNumber":"5120340000000004",\#(lone)}}}"#
            #expect(throws: ServiceError.self) { try PushAccount.decode(parse(body), id: "x") }
        }
    }

    @Test("A push is the contract's request; what is not given is not sent (5.1).")
    func push() throws {
        var request = PushRequest(
            requestId: "r-2", encryptedPayload: Array(#"{"encryptedData":"00"}"#.utf8), tokenRequestorId: .clickToPay,
            signatureData: .init(
                callbackURL: try CallbackURL("https://issuer.example/c2p/return?sid=abc123"),
                completeIssuerAppActivation: false, completeWebsiteActivation: false, accountHolderDataSupplied: true,
                locale: try Locale("en_GB")))
        let start =
            #"{"requestId":"r-2","pushFundingAccounts":{"encryptedPayload":{"encryptedData":"00"}},"#
            + #""tokenRequestorId":"50123197928","signatureData":{"#
            + #""callbackURL":"https://issuer.example/c2p/return?sid=abc123","completeIssuerAppActivation":false,"#
            + #""completeWebsiteActivation":false,"accountHolderDataSupplied":true,"locale":"en_GB"}"#
        #expect(text(request.json()) == start + "}")
        request.requestIssuerInitiatedDigitizationData = true
        request.pushAccountReceiptsValidityPeriod = 5
        request.authenticationCode = "code"
        #expect(
            text(request.json())
                == start + #","requestIssuerInitiatedDigitizationData":true,"pushAccountReceiptsValidityPeriod":5,"#
                + #""authenticationCode":"code"}"#)
    }

    @Test("Answers to a push: success, one account refused, all refused; a receipt of the wrong form is none (5.3).")
    func pushAnswers() throws {
        let good = try #require(
            PushAnswer(
                parse(
                    #"""
                    {"responseId":"r","pushAccountReceipts":[{"pushAccountId":"CA-0001",
                    "pushAccountReceipt":"MCC-STL-11111111-2222-3333-4444-555555555555","x":1}],
                    "availablePushMethods":[{"type":"NEW","uri":"n"},{"type":"WEB","uri":"https://w.example/p"}],
                    "tokenRequestorSignatureSupport":"TRUE","signature":"a.b.c","callbackURL":"ignored"}
                    """#)))
        #expect(good.receipts.map(\.value) == ["MCC-STL-11111111-2222-3333-4444-555555555555"])
        #expect(
            good.webURI == "https://w.example/p" && good.tokenRequestorSignatureSupport && good.signature == "a.b.c")
        #expect(try PushAnswer(parse(text(good.json()))) == good)
        let partial = try #require(
            PushAnswer(
                parse(
                    #"{"pushAccountReceipts":[{"pushAccountId":"a","pushAccountReceipt":"MCC-1"},{"pushAccountId":"b","#
                        + #""errors":[{"source":"INPUT","reasonCode":"ACCOUNT_INELIGIBLE"}]}]}"#)))
        #expect(partial.receipts.count == 1 && partial.accounts[1].errors.map(\.reasonCode) == ["ACCOUNT_INELIGIBLE"])
        let refused = try #require(
            PushAnswer(parse(#"{"errors":[{"errorCode":"CRYPTOGRAPHY_ERROR","recoverable":false}]}"#)))
        #expect(refused.errors.map(\.reasonCode) == ["CRYPTOGRAPHY_ERROR"] && refused.accounts.isEmpty)
        for receipt in [#""a b""#, #""""#, "7", "\"" + String(repeating: "a", count: 65) + "\""] {
            #expect(PushAnswer(try parse(#"{"pushAccountReceipts":[{"pushAccountReceipt":\#(receipt)}]}"#)) == nil)
        }
        for nothing in ["[]", "{}"] { #expect(try PushAnswer(parse(nothing)) == nil) }
    }

    @Test("The claims of the documented sample, the older claim, and what is refused (7.2).")
    func claims() throws {
        let sample =
            #"{"pushAccountReceipts":["MCC-STL-DC35126C-280A-4077-8F43-8FCD00AE7241"],"#
            + #""callbackURL":"https://stage.tokenconnect.mcsrcteststore.com/tokenization-results","#
            + #""completeWebsiteActivation":true,"accountHolderDataSupplied":true,"locale":"en_US"}"#
        let claims = try PushClaims(json: Array(sample.utf8))
        #expect(claims.receipts.map(\.value) == ["MCC-STL-DC35126C-280A-4077-8F43-8FCD00AE7241"])
        #expect(claims.completeWebsiteActivation == true && claims.accountHolderDataSupplied == true)
        #expect(claims.locale?.underscored == "en_US" && claims.callbackURL != nil)
        let older = try PushClaims(json: Array(#"{"pushAccountReceipt":"A","issuerCallBack":"x","iat":1}"#.utf8))
        #expect(older.receipts.map(\.value) == ["A"] && older.callbackURL == nil)
        for wrong in [
            "{}", "[]", "x", #"{"pushAccountReceipts":[]}"#, #"{"pushAccountReceipts":["a b"]}"#,
            #"{"pushAccountReceipts":["A","B","C","D","E","F"]}"#, #"{"pushAccountReceipts":["A"],"locale":"secret"}"#,
            #"{"pushAccountReceipts":["A"],"callbackURL":"javascript:secret"}"#,
            #"{"pushAccountReceipts":["A"],"completeWebsiteActivation":"secret"}"#,
        ] {
            let error = #expect(throws: LinkFinding.self) { try PushClaims(json: Array(wrong.utf8)) }
            #expect(error.map { !"\($0)".contains("secret") } == true)
        }
    }

    @Test(
        "A logo's representations are read and chosen by type (4); Token Connect's errors are known at any status (12)."
    )
    func assetsAndErrors() throws {
        let asset = try #require(
            TokenRequestorAsset(
                parse(
                    #"{"mediaContents":[{"type":"image/png","data":"aQ==","height":"192","width":"192"},{"type":"x"},"#
                        + #"{"type":"image/svg+xml","data":"PHN2Zy8+"}]}"#)))
        #expect(asset.mediaContents.count == 2)
        #expect(asset.content(of: ["image/svg+xml", "image/png"])?.data == "PHN2Zy8+")
        #expect(try TokenRequestorAsset(parse(text(asset.json()))) == asset)
        #expect(TokenRequestorAsset(try parse(#"{"mediaContents":[]}"#)) == nil)
        let body = #"{"responseId":"r","errors":[{"source":"INPUT","reasonCode":"INVALID_FIELD_VALUE"}]}"#
        guard case .tokenConnect(let errors) = ReceivedError.read(status: 404, body: Array(body.utf8)) else {
            Issue.record("not read as Token Connect's")
            return
        }
        #expect(errors == [TokenConnectError("INVALID_FIELD_VALUE")])
    }
}
