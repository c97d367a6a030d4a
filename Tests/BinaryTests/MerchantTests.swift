// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// `muster merchant create`, `list`, `show` and `set`.
    @Suite struct MerchantTests {
        private struct Profile: Decodable {
            let name: String
            let baseURL: String
            let srcClientId: String
            let srcDpaId: String
            let consumerKey: String
            let origins: [String]
            let signingKeyFile: String
            let payloadKeyFile: String
        }

        private struct Shown: Decodable {
            let srcDpaId: String
            let origins: [String]
            let dialect: String
        }

        private struct List: Decodable {
            let merchants: [Shown]
        }

        private let folder: TemporaryFolder
        private var data: String { folder.file("var") }

        init() throws { folder = try TemporaryFolder() }

        private func merchant(_ arguments: String...) async throws -> ProgramRun.Outcome {
            try await ProgramRun.run(
                [try Places.muster(), "merchant", arguments[0], "--data", data] + arguments.dropFirst())
        }

        @Test("A shop is made once, with keys that only its owner may read, and shown as it is.")
        func create() async throws {
            let out = folder.file("shop.json")
            let made = try await merchant(
                "create", "--name", "Example Shop", "--origin", "https://Shop.example:443", "--origin",
                "http://127.0.0.1:8081", "--out", out, "--dialect", "unified")
            #expect(made.status == 0, "\(made)")
            let profile = try JSONDecoder().decode(Profile.self, from: Data(contentsOf: URL(fileURLWithPath: out)))
            #expect(profile.name == "Example Shop" && profile.baseURL == "http://127.0.0.1:8080")
            #expect(profile.origins == ["https://shop.example", "http://127.0.0.1:8081"])
            #expect(profile.srcDpaId != profile.srcClientId)
            for name in ["shop.json", profile.signingKeyFile, profile.payloadKeyFile] {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
            let again = try await merchant("create", "--name", "x", "--origin", "https://x.example", "--out", out)
            #expect(again.status == 2)

            let shown = try await merchant("show", "--json")
            let shop = try JSONDecoder().decode(Shown.self, from: Data(shown.output.utf8))
            #expect(shop.srcDpaId == profile.srcDpaId && shop.dialect == "unified" && shop.origins == profile.origins)
            let second = try await merchant(
                "create", "--name", "Second", "--origin", "https://two.example", "--out", folder.file("two.json"))
            #expect(second.status == 0, "\(second)")
            #expect(try await merchant("show").status == 2)
            #expect(try await merchant("show", "--name", "Second").output.contains("https://two.example"))
            let list = try await merchant("list", "--json")
            #expect(try JSONDecoder().decode(List.self, from: Data(list.output.utf8)).merchants.count == 2)
            #expect(try await merchant("list").output.contains("Example Shop"))
        }

        @Test("What was set is shown by name, as a table and as JSON, for the shop that is meant alone.")
        func settings() async throws {
            struct Settings: Decodable {
                let payloadEncryption: String
                let barred: Bool
                let dpaAcceptedShippingCountries: [String]
                let dpaDynamicDataTtlMinutes: Int
                let acquirerBIN: String
            }
            struct Whole: Decodable { let settings: Settings }
            for name in ["One", "Two"] {
                let made = try await merchant(
                    "create", "--name", name, "--origin", "https://a.example", "--out", folder.file(name + ".json"))
                try #require(made.status == 0, "\(made)")
            }
            let values = ["dpaAcceptedShippingCountries=US,CA", "dpaDynamicDataTtlMinutes=2", "barred=true"]
            #expect(try await merchant("set", values[0]).status == 2)
            let set = try await merchant("set", "--name", "One", values[0], values[1], values[2])
            #expect(set.status == 0 && set.output.contains("US,CA"), "\(set)")
            let table = try await merchant("show", "--name", "One")
            let lines = table.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            for line in [
                ["dialect", "mastercard"], ["payloadEncryption", "A128GCM"], ["barred", "true"],
                ["dpaBillingPreference", "NONE"], ["dpaLocale", "none"], ["payloadRequested", "NON_AUTHENTICATED"],
            ] {
                #expect(lines.contains(line), "\(line): \(table)")
            }
            let json = try await merchant("show", "--name", "One", "--json")
            let one = try JSONDecoder().decode(Whole.self, from: Data(json.output.utf8)).settings
            #expect(one.payloadEncryption == "A128GCM" && one.barred && one.dpaDynamicDataTtlMinutes == 2)
            #expect(one.dpaAcceptedShippingCountries == ["US", "CA"] && one.acquirerBIN == "none")
            #expect(try await merchant("show", "--name", "Two").output.contains("false"))
        }

        @Test("What cannot be a shop is refused, and nothing is made.")
        func refused() async throws {
            for arguments in [
                ["--name", "Shop"], ["--name", "Shop", "--origin", "http://shop.example"],
                ["--name", "Shop", "--origin", "https://shop.example/path"], ["--name", "", "--origin", "https://a.b"],
                ["--name", String(repeating: "a", count: 61), "--origin", "https://a.b"],
                ["--name", "Shop", "--origin", "https://a.b", "--dialect", "other"],
                ["--name", "Shop", "--origin", "https://a.b", "--set", "payloadEncryption=A192GCM"],
                ["--name", "Shop", "--origin", "https://a.b", "--set", "barred"],
            ] {
                let out = folder.file("none.json")
                let made = try await ProgramRun.run(
                    [try Places.muster(), "merchant", "create", "--data", data, "--out", out] + arguments)
                #expect(made.status == 2, "\(arguments) \(made)")
                #expect(!FileManager.default.fileExists(atPath: out))
            }
            #expect(try await merchant("list").status == 2)
        }
    }
}
