// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

extension PushExplanation {
    /// For people: what it is, each parameter, what is signed, what is wrong and what to do.
    public var text: String {
        var lines = ["This is: \(kind.rawValue)"]
        if let place { lines.append("It leads to: \(place)") }
        if !parameters.isEmpty { lines += ["", "Parameters:"] + Self.block(parameters) }
        if !claims.isEmpty {
            lines += ["", isVerified ? "Signed by the network:" : "Signed by whomever (not verified):"]
            lines += Self.block(claims)
        }
        if let signatureText { lines += ["", "Signature: " + signatureText] }
        if !results.isEmpty {
            lines += ["", "Results:"] + results.map { "  \(Self.shown($0.receipt.value)): \($0.status.rawValue)" }
            lines.append(
                "  Nobody has signed this: show success only after a token query or a notification confirms it.")
        }
        let (faults, advice) = (findings.filter(\.isFatal), findings.filter { !$0.isFatal })
        if !faults.isEmpty { lines += ["", "Wrong:"] + faults.map { "  " + $0.description } }
        if !advice.isEmpty { lines += ["", "Advice:"] + advice.map { "  " + $0.description } }
        if isGood, findings.isEmpty { lines += ["", "Nothing is wrong with it."] }
        return lines.joined(separator: "\n") + "\n"
    }

    /// For scripts.
    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("kind", kind.word)
            writer.member("good", isGood)
            writer.member("place", place)
            Self.write("parameters", parameters, to: &writer)
            Self.write("claims", claims, to: &writer)
            writer.member("signature", signatureWord)
            if case .verified(let keyID) = signature { writer.member("kid", keyID) }
            if case .refused(let reason) = signature { writer.member("signatureRefusal", reason) }
            writer.array("results") { writer in
                for result in results {
                    writer.object { writer in
                        writer.member("pushAccountReceipt", Self.shown(result.receipt.value))
                        writer.member("status", result.status.rawValue)
                        writer.member("tokenUniqueReference", result.tokenUniqueReference.map(Self.shown))
                        writer.member("confirmed", false)
                    }
                }
            }
            writer.array("findings") { writer in
                for finding in findings {
                    writer.object { writer in
                        writer.member("fatal", finding.isFatal)
                        writer.member("parameter", finding.parameter)
                        writer.member("message", finding.message)
                    }
                }
            }
        }
        return writer.bytes
    }

    private var isVerified: Bool {
        if case .verified = signature { true } else { false }
    }

    private var signatureText: String? {
        switch signature {
        case .absent: nil
        case .unchecked: "not verified; give the network's key or key set with --key"
        case .verified(let keyID): "good" + (keyID.map { ", by the key " + Self.shown($0) } ?? "")
        case .refused(let reason): "REFUSED: " + reason
        }
    }

    private var signatureWord: String {
        switch signature {
        case .absent: "absent"
        case .unchecked: "unchecked"
        case .verified: "verified"
        case .refused: "refused"
        }
    }

    private static func block(_ pairs: [(name: String, value: String)]) -> [String] {
        pairs.map { "  \($0.name) = \($0.value)" }
    }

    private static func write(
        _ name: StaticString, _ pairs: [(name: String, value: String)], to writer: inout JSONWriter
    ) {
        writer.array(name) { writer in
            for pair in pairs {
                writer.object { writer in
                    writer.member("name", pair.name)
                    writer.member("value", pair.value)
                }
            }
        }
    }
}
