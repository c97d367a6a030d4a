// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Directory
import JOSE
import Testing
import WireJSON

@testable import TokenConnect

@Suite("token requestors and their logos") struct EligibleRequestorsTests {
    private func answer(
        _ ranges: String, isSandbox: Bool = true, settings: ProgramSettings = ProgramSettings()
    ) throws -> String {
        let body = #"{"requestId":"r-1","accountRanges":\#(ranges),"supportsTokenConnect":false}"#
        let root = try JSONDocument.parse(Array(body.utf8)).root
        do throws(TokenConnectRefusal) {
            let json = try EligibleRequestors(isSandbox: isSandbox).answer(
                root, settings: settings, origin: "https://n.example",
                responseId: "r-1")
            return String(decoding: json, as: UTF8.self)
        } catch {
            return String(decoding: error.json(responseId: "r-1"), as: UTF8.self)
        }
    }

    @Test("Click to Pay is offered for its sandbox ranges, each once; numbers keep all 19 digits")
    func clickToPay() throws {
        #expect(
            try answer(#"["518600000","5186000000000000000","679999000000","529999000"]"#)
                == #"{"responseId":"r-1","tokenRequestors":[{"tokenRequestorId":"50123197928","#
                + #""name":"MDES for Merchants","consumerFacingEntityName":"Click to Pay","#
                + #""imageAssetId":"\#(ClickToPayLogo.asset.id)","tokenRequestorType":"WALLET","#
                + #""enabledAccountRanges":[5186000000000000000,6799990000000000000],"#
                + #""supportedPushMethods":["WEB"],"supportsMultiplePushedCards":false,"#
                + #""supportedAccountHolderData":["NAME","ADDRESS","EMAIL_ADDRESS","MOBILE_PHONE_NUMBER"],"#
                + #""supportsTokenConnect":true,"#
                + #""availablePushMethods":[{"type":"WEB","uri":"https://n.example/provision"}]},"#
                + #"{"tokenRequestorId":"50199999999","name":"Sandbox Wallet","#
                + #""consumerFacingEntityName":"Sandbox Wallet","tokenRequestorType":"WALLET","#
                + #""enabledAccountRanges":[5299990000000000000],"supportedPushMethods":["WEB"],"#
                + #""supportsMultiplePushedCards":true,"supportedAccountHolderData":["NAME"],"#
                + #""supportsTokenConnect":true,"#
                + #""availablePushMethods":[{"type":"WEB","uri":"https://wallet.example/add-card"}]}]}"#)
    }

    @Test("a range counts by its exact start: nothing inside it, and nothing that it begins with (13.2)")
    func exactStart() throws {
        let none = #"{"responseId":"r-1","tokenRequestors":[]}"#
        #expect(try answer(#"["5186001000000000000"]"#) == none)
        #expect(try answer(#"["518600001"]"#) == none)
        #expect(try answer(#"["518000000"]"#) == none)
        #expect(try answer(#"["518600000"]"#, isSandbox: false) == none)
    }

    @Test("a range of the issuer's own counts in its place, when it may be in Click to Pay at all")
    func ownRanges() throws {
        var settings = ProgramSettings()
        func isEnabled(_ start: String, isSandbox: Bool = false) throws -> Bool {
            try answer("[\"\(start)\"]", isSandbox: isSandbox, settings: settings).contains("50123197928")
        }
        settings.accountRanges = [AccountRangeSetting(prefix: "54321", product: "DEBIT", country: "US")]
        #expect(try isEnabled("543210000") && !isEnabled("543211000"))
        settings.allowedCountries = ["CA"]
        #expect(try !isEnabled("543210000"))
        #expect(try isEnabled("518600000", isSandbox: true))
        settings.accountRanges = [
            AccountRangeSetting(prefix: "518600", product: "DEBIT", country: "CA", isEligible: false)
        ]
        #expect(try !isEnabled("518600000", isSandbox: true))
        settings.accountRanges = [AccountRangeSetting(prefix: "0", product: "DEBIT", country: "CA")]
        #expect(try !isEnabled("000000000"), "JSON has no such number")
    }

    @Test("what is wrong with the request is said by field; an issuer that does not take part is told so")
    func faults() throws {
        let many = "[" + (0..<26).map { "\"5186000\($0 + 10)\"" }.joined(separator: ",") + "]"
        for (ranges, error) in [
            (many, "Invalid Field Length - accountRanges"), ("[]", "Invalid Field Length - accountRanges"),
            (#"["51860000"]"#, "Invalid Field Length - accountRanges"),
            (#"["51860000000000000000"]"#, "Invalid Field Length - accountRanges"),
            (#"["51860000x"]"#, "Invalid Field Format - accountRanges"),
            ("[518600000]", "Invalid Field Format - accountRanges"),
            (#""518600000""#, "Invalid Field Format - accountRanges"),
            ("null", "Missing Required Field - accountRanges"),
        ] {
            let text = try answer(ranges)
            #expect(text.hasSuffix(#""description":"\#(error)"}]}"#), "\(text)")
        }
        #expect(try answer(many.replacing(#","518600035""#, with: "")).contains("tokenRequestors"))
        var settings = ProgramSettings()
        settings.tokenConnect = false
        #expect(try answer(#"["518600000"]"#, settings: settings).contains("AUTHORIZATION_FAILED"))
    }

    @Test("a logo comes as SVG and as PNG of 192 pixels a side; its id follows from its content")
    func logo() throws {
        let asset = ClickToPayLogo.asset
        let root = try JSONDocument.parse(Asset.answer(asset.id)).root
        let media = try #require(root["mediaContents"]).elements.map { $0 }
        #expect(media.map { $0["type"]?.string } == ["image/svg+xml", "image/png"])
        for medium in media {
            #expect(medium["width"]?.string == "192" && medium["height"]?.string == "192")
        }
        let png = try #require(Base64.decode(media[1]["data"]?.string ?? ""))
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        // Width and height in the header of the file.
        #expect(Array(png[16..<24]) == [0, 0, 0, 192, 0, 0, 0, 192])
        var other = asset.media
        other[0].data.append(0x20)
        #expect(Asset(other).id != asset.id && asset.id.utf8.count == 36)
        for id in ["", "x", asset.id.uppercased(), String(repeating: "a", count: 65)] {
            #expect(throws: TokenConnectRefusal.self) { try Asset.answer(id) }
        }
    }
}
