// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

@testable import NetworkServer

@Suite("API description") struct DescriptionTests {
    private static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../golden/openapi.json").standardized

    /// Run once with `MUSTER_GOLDEN=write` after a change that is meant, and read the difference before committing it.
    @Test("the description is the one that was agreed on: a change of the contract shows in a review")
    func golden() throws {
        let json = APIDescription(version: "golden").json
        let pretty = try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(json)),
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        if ProcessInfo.processInfo.environment["MUSTER_GOLDEN"] == "write" { try pretty.write(to: Self.golden) }
        let agreed = try Data(contentsOf: Self.golden)
        #expect(pretty == agreed, "the API description differs from \(Self.golden.path)")
    }

    @Test("every reference of the description leads to a schema, and every schema is used")
    func references() throws {
        let json = String(decoding: APIDescription(version: "1").json, as: UTF8.self)
        let used = Set(json.matches(of: /#\/components\/schemas\/([A-Za-z]+)/).map { String($0.1) })
        let named = Set(Schemas.all.map(\.name))
        #expect(used.isSubset(of: named), "\(used.subtracting(named))")
        // What is inside encrypted members is described for the reader, and nothing refers to it.
        let unused = named.subtracting(used)
        #expect(unused.isSubset(of: ["EnrollmentData", "CredentialData"]), "\(unused)")
    }

    @Test("the page for people names every operation and schema and asks nobody else for anything")
    func page() throws {
        let server = try RunningServer()
        let answer = try server.get("/docs")
        #expect(answer.status == 200 && answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.header("Content-Security-Policy")?.hasPrefix("default-src 'none'") == true)
        for operation in Operation.allCases { #expect(answer.text.contains("id=\"\(operation.rawValue)\"")) }
        for (name, _) in Schemas.all { #expect(answer.text.contains("id=\"schema-\(name)\"")) }
        for outside in ["http://", "https://", "src=", "<script", "@import", "url("] {
            #expect(!answer.text.contains(outside), "\(outside)")
        }
        // Every link of the page leads somewhere on it.
        for link in answer.text.matches(of: /href="#([A-Za-z-]+)"/) {
            #expect(answer.text.contains("id=\"\(link.1)\""), "\(link.1)")
        }
    }
}
