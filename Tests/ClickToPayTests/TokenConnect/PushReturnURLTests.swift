// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Testing

@testable internal import ClickToPay

/// Goal: the link back is the published one to the byte, and a reader takes what browsers and frameworks make of it.
@Suite struct PushReturnURLTests {
    private static let receipt = "MCC-STL-11111111-2222-3333-4444-555555555555"

    @Test("The published link is read as what its page says, and built again to the byte.")
    func published() throws {
        let link = try PushReturnURL(url: PublishedLinks.back)
        #expect(link.callback.value == "https://partnerbank.com/tokenization-results")
        #expect(link.results.map(\.receipt.value) == ["MCC-STL-04FB7337-2308-4312-9433-C608BC1C391B"])
        #expect(link.results[0].status == .approved)
        #expect(link.results[0].tokenUniqueReference == "DWSPMC000000000132d72d4fcb2f4136a0532d3093ff1a45")
        #expect(link.url == PublishedLinks.back)
        #expect(PushReturnURL.read(try LinkParts(PublishedLinks.back)).findings.isEmpty)
        let made = PushReturnURL(
            callback: try CallbackURL("https://partnerbank.com/tokenization-results"),
            results: [
                PushResult(
                    receipt: try PushReceipt("MCC-STL-04FB7337-2308-4312-9433-C608BC1C391B"), status: .approved,
                    tokenUniqueReference: "DWSPMC000000000132d72d4fcb2f4136a0532d3093ff1a45")
            ])
        #expect(made.url == PublishedLinks.back)
    }

    @Test(
        "The callback's own query and fragment are kept, escapes and all (9).",
        arguments: [
            "https://issuer.example/c2p/return?sid=abc123", "https://issuer.example/r?a=%7e&b=x+y#here", "bank://back",
            "https://issuer.example/r#frag", "https://issuer.example/r?",
        ])
    func callback(text: String) throws {
        let made = PushReturnURL(
            callback: try CallbackURL(text),
            results: [PushResult(receipt: try PushReceipt(Self.receipt), status: .cancelled)])
        let url = made.url
        let read = try PushReturnURL(url: url)
        #expect(read.results == made.results && read.url == url)
        #expect(read.callback.value == (text.hasSuffix("?") ? String(text.dropLast()) : text))
        let items = try #require(URLComponents(string: url)?.queryItems)
        #expect(items.last?.name == "results[" + Self.receipt + "]" && items.last?.value == "CANCELLED")
        #expect(URLComponents(string: url)?.fragment == URLComponents(string: text)?.fragment)
    }

    @Test(
        "Statuses are read in any case, with their other spellings; what is not known is an error (9.1).",
        arguments: [
            ("approved|AB1", "APPROVED", "AB1", 0), ("Canceled", "CANCELLED", nil, 0), ("CANCEL", "CANCELLED", nil, 0),
            ("DUPLICATE_REQUEST", "DUPLICATE_REQUEST", nil, 0), ("DECLINED", "DECLINED", nil, 0),
            ("REQUIRE_ADDITIONAL_AUTHENTICATION|AB1", "REQUIRE_ADDITIONAL_AUTHENTICATION", "AB1", 0),
            ("ERROR", "ERROR", nil, 0), ("WHATEVER", "ERROR", nil, 1), ("", "ERROR", nil, 1),
            ("APPROVED", "APPROVED", nil, 1),
            ("APPROVED|a b", "APPROVED", nil, 2), ("APPROVED|A|B", "APPROVED", nil, 2),
        ] as [(String, String, String?, Int)])
    func statuses(value: String, status: String, reference: String?, findings: Int) throws {
        let read = PushReturnURL.results(of: [("sid", "1"), ("results[" + Self.receipt + "]", value)])
        #expect(read.results.map(\.status.rawValue) == [status])
        #expect(read.results.map(\.tokenUniqueReference) == [reference])
        #expect(read.findings.count == findings && !read.findings.contains(where: \.isFatal), "\(read.findings)")
    }

    @Test("Results for several receipts are all read, and it is said that there should be one.")
    func several() throws {
        let url = "https://b.example/r?results%5BA%5D=APPROVED%7CT1&x=1&results[B]=DECLINED"
        let reading = PushReturnURL.read(try LinkParts(url))
        #expect(reading.link?.results.map(\.receipt.value) == ["A", "B"] && reading.findings.count == 1)
        #expect(reading.link?.callback.value == "https://b.example/r?x=1")
    }

    @Test("A receipt with two results, one that is none and a link without any are refused without an echo.")
    func refusals() throws {
        for query in [
            "results%5BA%5D=APPROVED&results[A]=ERROR", "results%5Bs_ecret%5D=APPROVED", "results%5B%5D=APPROVED",
            "result=secret", "results%5BA=APPROVED",
        ] {
            let error = #expect(throws: LinkFinding.self) { try PushReturnURL(url: "https://b.example/r?" + query) }
            #expect(error?.isFatal == true && error.map { !"\($0)".contains("ecret") } == true, "\(query)")
        }
        #expect(throws: LinkFinding.self) { try PushReturnURL(url: "http://evil.example/?results[A]=APPROVED") }
    }
}
