// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension SigningExplanation: CustomStringConvertible {
    /// The explanation as plain text for a terminal, lines ended by line feeds.
    public var text: String {
        var lines: [String] = []
        func line(_ label: String, _ value: String) {
            lines.append(label + String(repeating: " ", count: max(1, 17 - label.count)) + value)
        }
        if let problem { line("Problem", problem) }
        if let parameters {
            line("Consumer key", parameters.consumerKey)
            line("Method", parameters.method.rawValue)
            line("Nonce", parameters.nonce)
            line("Timestamp", String(parameters.timestamp) + timestampRemark)
        }
        if let baseURI { line("Base URI", baseURI) }
        line("Body hash", bodyHashCalculated + " (calculated)")
        if parameters != nil, problem == nil {
            line("", (bodyHashReceived ?? "none") + " (received): " + (isBodyHashAccepted ? "accepted" : "refused"))
            lines.append("")
            lines.append("Base strings")
            for candidate in candidates { lines += Self.lines(of: candidate) }
            lines.append("")
            line("Signature", signatureRemark)
        }
        if !hints.isEmpty {
            lines.append("")
            lines.append("Hints")
            lines += hints.map { "  - " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    public var description: String { text }

    private static func lines(of candidate: Candidate) -> [String] {
        let forms = candidate.forms.map(\.description).joined(separator: " = ")
        let rules = candidate.rules.isEmpty ? "no rule" : candidate.rules.joined(separator: ", ")
        let mark = candidate.isSigned.map { $0 ? ": signed" : ": not signed" } ?? ""
        return ["  " + forms + " (" + rules + ")" + mark, "    " + candidate.baseString]
    }

    private var timestampRemark: String {
        guard let secondsAhead else { return "" }
        let distance =
            secondsAhead == 0
            ? "at the clock"
            : String(abs(secondsAhead)) + " s " + (secondsAhead > 0 ? "ahead of" : "behind") + " the clock"
        let verdict = abs(secondsAhead) <= windowSeconds ? "accepted" : "refused"
        return " (" + distance + ", window " + String(windowSeconds) + " s): " + verdict
    }

    private var signatureRemark: String {
        guard hasKey else { return "not checked: no key was given" }
        return acceptingRules.isEmpty ? "refused" : "accepted under " + acceptingRules.joined(separator: ", ")
    }
}
