// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing
import WireJSON

/// Goal: no value of a request ever comes back in an error, wherever it was and whatever was wrong with it.
struct NoEchoTests {
    /// Takes every place of a tree in turn and puts a canary there.
    private func poisoned(_ tree: Tree, _ canary: Tree) -> [Tree] {
        var trees: [Tree] = [canary]
        switch tree {
        case .object(let members):
            for (name, member) in members {
                for changed in poisoned(member, canary) { trees.append(tree.with(name, changed)) }
            }
        case .list(let items):
            for (index, item) in items.enumerated() {
                for changed in poisoned(item, canary) {
                    var copy = items
                    copy[index] = changed
                    trees.append(.list(copy))
                }
            }
        default: break
        }
        return trees
    }

    private func text(_ error: ServiceError) -> String {
        String(decoding: error.json() + error.json(layout: .formB), as: UTF8.self) + "\(error)"
            + String(reflecting: error)
    }

    /// Texts that are wrong nearly everywhere, each with a mark to look for.
    static let canaries = [
        "canary bird\u{1}", "CANARY#" + String(repeating: "x", count: 2000), "canary@@bird", "\"canary\"", "999canary",
        "5555555555554445canary", "",
    ]

    @Test("a canary in any place of any request never shows", arguments: canaries)
    func requests(canary: String) throws {
        let mark = "canary"
        let person = Samples.person().with("fullName", "x").with("locale", "en-US").with(
            "complianceSettings",
            ["tnc": ["acceptedVersion": "1", "latestVersionUri": "u"], "communications": ["allowText": true]])
        let decoders: [(Tree, (JSONValue) throws -> Void)] = [
            (Samples.envelope(), { _ = try BatchEnvelope.decode($0) }),
            (Samples.enrollCard().with("consumer", person), { _ = try EnrollCardRequest.decode($0) }),
            (Samples.envelope().with("consumer", person), { _ = try UpdateProfileRequest.decode($0) }),
            (
                Samples.envelope().with("billingAddress", Samples.address()),
                { _ = try UpdateCardRequest.decode($0, today: Samples.today) }
            ),
            (
                Samples.card().with("cardSecurityCode", "123").with("cardholderFullName", "x"),
                { _ = try EnrolledCard.decode($0, today: Samples.today) }
            ),
            (
                Samples.enrollmentData(),
                { value in
                    let data = try EnrollmentData.decode(value, today: Samples.today)
                    for record in data.records {
                        for card in record.cards { if let error = card.error(of: record) { throw error } }
                    }
                }
            ),
        ]
        var refused = 0
        for (tree, decode) in decoders {
            for poison in poisoned(tree, .text(canary)) + poisoned(tree, .object([canary: 1])) {
                do {
                    try decode(poison.json)
                } catch let error as ServiceError {
                    refused += 1
                    #expect(!text(error).lowercased().contains(mark))
                }
            }
        }
        #expect(refused > 100)
    }

    @Test("a canary in a query never shows, nor does one in a bad JSON text")
    func others() {
        for name in [
            "srcClientId", "serviceId", "srcCorrelationId", "srciTransactionId", "reason", "requestor", "consumerId",
        ] {
            let items = Samples.query().filter { $0.0 != name } + [(name, "canary\u{1}"), ("x", "y")]
            do throws(ServiceError) {
                _ = try DeleteQuery.decode(QueryItems(items), needsConsumerId: true)
                Issue.record("\(name) accepted")
            } catch {
                #expect(!text(error).contains("canary"))
            }
        }
        do throws(JSONError) {
            _ = try JSONDocument.parse(Array("{\"canary\":canary}".utf8))
        } catch {
            #expect(!"\(error)\(String(reflecting: error))".contains("canary"))
        }
    }
}
