// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// `muster push` against Muster's own Token Connect: what one end writes, the other reads.
    @Suite struct PushTests {
        private struct Requestors: Decodable {
            struct Requestor: Decodable {
                let tokenRequestorId: String
                let imageAssetId: String?
            }
            struct Verdict: Decodable {
                let accountRange: String
                let offer: Bool
            }
            let tokenRequestors: [Requestor]
            let verdicts: [Verdict]
        }

        private func push(_ sandbox: Sandbox, _ arguments: String...) async throws -> ProgramRun.Outcome {
            try await ProgramRun.run(
                [try Places.muster(), "push", arguments[0], "--issuer", sandbox.profile] + arguments.dropFirst())
        }

        private func account(_ sandbox: Sandbox, _ pan: String) throws -> String {
            try sandbox.folder.write(
                #"{"fundingAccountData":{"cardAccountData":{"accountNumber":"\#(pan)","expiryMonth":"12","#
                    + #""expiryYear":"31"},"accountHolderData":{"accountHolderName":"ADA EXAMPLE"}}}"#,
                to: "account.json")
        }

        @Test("A range is asked for, its logo fetched, a card pushed, and the link's signature verifies.")
        func journey() async throws {
            let sandbox = try await Sandbox()
            let eligible = try await push(sandbox, "eligible", "512034000", "518600100", "--json")
            #expect(eligible.status == 0, "\(eligible)")
            let requestors = try JSONDecoder().decode(Requestors.self, from: Data(eligible.output.utf8))
            let clickToPay = try #require(requestors.tokenRequestors.first { $0.tokenRequestorId == "50123197928" })
            // The range whose start was asked for, in all its digits, and not the one that only lies in a range.
            #expect(requestors.verdicts.map(\.accountRange) == ["5120340000000000000", "5186001000000000000"])
            #expect(requestors.verdicts.map(\.offer) == [true, false])
            #expect(eligible.output.contains(#""enabledAccountRanges":[5120340000000000000]"#))
            let logo = sandbox.folder.path + "/logo.svg"
            let asset = try await push(sandbox, "asset", try #require(clickToPay.imageAssetId), "--out", logo)
            #expect(asset.status == 0, "\(asset)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: logo)).count > 100)
            let card = try await push(
                sandbox, "card", "--body", try account(sandbox, "5120340000000004"), "--locale", "en_US",
                "--callback", "https://bank.example/back?sid=1", "--json")
            #expect(card.status == 0 && !card.output.contains("5120340000000004"), "\(card)")
            let response = try sandbox.folder.write(card.output, to: "push.json")
            let link = try await ProgramRun.muster("push", "redirect", "--response", response)
            #expect(link.status == 0 && link.output.contains("/provision?"), "\(link)")
            let keys = try await ProgramRun.run([
                "curl", "--silent", "--fail", sandbox.server.url + "/mdes/connect/1/0/jwks",
            ])
            let keySet = try sandbox.folder.write(keys.output, to: "keys.json")
            let url = link.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let explained = try await ProgramRun.muster("push", "explain", url, "--key", keySet)
            #expect(explained.status == 0 && explained.output.contains("MCC-STL-"), "\(explained)")
            // One other character in the signed part.
            let place = try #require(url.range(of: "pushAccountData=")).upperBound
            let index = url.index(place, offsetBy: 200)
            let altered = url.replacingCharacters(in: index...index, with: url[index] == "A" ? "B" : "A")
            let refused = try await ProgramRun.muster("push", "explain", altered, "--key", keySet)
            #expect(refused.status == 1, "\(refused)")
        }

        @Test("A card that Click to Pay does not take is refused with Token Connect's reason.")
        func ineligible() async throws {
            let sandbox = try await Sandbox()
            let card = try await push(
                sandbox, "card", "--body", try account(sandbox, "5299990000000001"), "--locale", "en_US",
                "--callback", "https://bank.example/back")
            #expect(card.status == 3 && card.errors.contains("ACCOUNT_INELIGIBLE"), "\(card)")
            #expect(!card.errors.contains("5299990000000001"))
        }
    }
}
