// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit
internal import WireJSON

/// `muster push eligible`: which of the issuer's account ranges may be offered for Click to Pay.
enum PushEligibleCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["push", "eligible"], summary: "ask which account ranges can be pushed to Click to Pay",
            operands: ["RANGE..."],
            options: OptionDeclaration.issuerOptions + OptionDeclaration.onlyPerCall([PushOptions.tokenRequestor]),
            notes: [
                "RANGE is the start of a range as it is enabled at the network: 9 to 19 digits, padded with zeros.",
                "Keep the answer for two weeks. A range that is not offered is no error.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let ranges = try invocation.operands.map { (digits) throws(CommandFailure) in
            do throws(ValueFault) {
                return try IssuerRange(prefix: digits)
            } catch {
                throw .usage("an account range \(error)")
            }
        }
        let id = try PushOptions.tokenRequestorID(invocation)
        let answer = try invocation.issuerClient().eligibleTokenRequestors(ranges.map(\.start))
        let eligibility = PushEligibility(
            answer, ranges: ranges, fetchedAt: invocation.clock.now, tokenRequestorId: id)
        let verdicts = ranges.map { ($0.start, eligibility.verdict(for: $0.start)) }
        try invocation.show(json: json(answer, verdicts)) {
            var lines = LabelledLines()
            for (start, verdict) in verdicts { lines.add(start.value, text(verdict)) }
            return lines.text
        }
        return .done
    }

    private static func text(_ verdict: PushEligibility.Verdict) -> String {
        switch verdict {
        case .offer(let requestor): "offer " + DisplayText.line(requestor.consumerFacingEntityName)
        case .withhold(let reason): "do not offer: " + reason.rawValue
        }
    }

    private static func json(
        _ answer: EligibleTokenRequestors, _ verdicts: [(AccountRangeStart, PushEligibility.Verdict)]
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            answer.write(to: &writer)
            writer.array("verdicts") { writer in
                for (start, verdict) in verdicts {
                    writer.object { writer in
                        writer.member("accountRange", start.value)
                        switch verdict {
                        case .offer: writer.member("offer", true)
                        case .withhold(let reason):
                            writer.member("offer", false)
                            writer.member("reason", reason.rawValue)
                        }
                    }
                }
            }
        }
        return writer.bytes
    }
}
