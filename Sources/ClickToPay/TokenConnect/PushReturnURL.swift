// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The link by which a consumer comes back to the issuer (token-connect 9): the callback with one result for each
/// receipt, its own query and fragment kept.
public struct PushReturnURL: Sendable, Hashable {
    public struct Reading: Sendable, Hashable {
        /// Nil when a finding is fatal.
        public let link: PushReturnURL?
        public let findings: [LinkFinding]
    }

    /// The callback as it was given when the card was pushed.
    public let callback: CallbackURL
    /// At least one.
    public let results: [PushResult]

    public init(callback: CallbackURL, results: [PushResult]) {
        self.callback = callback
        self.results = results
    }

    public var url: String {
        LinkParts.append(results.map(\.parameter).joined(separator: "&"), to: callback.value)
    }

    /// - Throws: the first fatal finding.
    public init(url: String) throws(LinkFinding) {
        let reading = Self.read(try LinkParts(url))
        guard let link = reading.link else {
            throw reading.findings.first(where: \.isFatal) ?? .fatal(nil, "the link cannot be read")
        }
        self = link
    }

    /// Whether a link has a parameter that makes it such a one.
    public static func isReturn(_ link: LinkParts) -> Bool {
        link.parameters.contains { receipt(of: $0.name) != nil }
    }

    /// Reads a link and says everything that is to be said about it.
    public static func read(_ link: LinkParts) -> Reading {
        let (results, found) = self.results(of: link.parameters.map { ($0.name, $0.value) })
        var findings = found
        var callback: CallbackURL?
        do throws(ValueFault) {
            callback = try CallbackURL(link.url { receipt(of: $0.name) == nil })
        } catch {
            findings.append(.fatal(nil, "the callback \(error)"))
        }
        guard let callback, !findings.contains(where: \.isFatal) else {
            return Reading(link: nil, findings: findings)
        }
        return Reading(link: PushReturnURL(callback: callback, results: results), findings: findings)
    }

    /// The results among decoded names and values of a query. Web frameworks that make an object of `results[…]` are
    /// served by names put together again.
    public static func results(
        of parameters: [(name: String, value: String)]
    ) -> (results: [PushResult], findings: [LinkFinding]) {
        var results: [PushResult] = []
        var findings: [LinkFinding] = []
        for (name, value) in parameters {
            guard let text = receipt(of: name) else { continue }
            guard let receipt = try? PushReceipt(String(text)) else {
                findings.append(
                    .fatal("results", "the receipt in the brackets must be 1 to 64 letters, digits or dashes"))
                continue
            }
            guard !results.contains(where: { $0.receipt == receipt }) else {
                findings.append(.fatal("results", "one receipt has two results"))
                continue
            }
            results.append(result(receipt, value, &findings))
        }
        if results.count > 1 {
            findings.append(.advice("results", "Click to Pay takes exactly one card: look only for your own receipt"))
        }
        if results.isEmpty && findings.isEmpty { findings.append(.fatal("results", "there is no results[receipt]")) }
        return (results, findings)
    }

    private static func result(
        _ receipt: PushReceipt, _ value: String, _ findings: inout [LinkFinding]
    ) -> PushResult {
        let bar = value.firstIndex(of: "|")
        let (status, isKnown) = PushResult.Status.read(value[..<(bar ?? value.endIndex)])
        if !isKnown { findings.append(.advice("results", "the status is not known and counts as ERROR")) }
        let reference = bar.map { value[value.index(after: $0)...] }
        let isReference = reference.map { PushResult.isReference($0) } ?? false
        if reference != nil, !isReference {
            findings.append(.advice("results", "what follows the bar is no token reference and is passed over"))
        }
        if status == .approved, !isReference {
            findings.append(.advice("results", "APPROVED should name its token after a bar"))
        }
        return PushResult(
            receipt: receipt, status: status, tokenUniqueReference: isReference ? reference.map { String($0) } : nil)
    }

    /// What stands in the brackets of `results[…]`; nil for other names.
    private static func receipt(of name: String) -> Substring? {
        guard name.hasPrefix("results["), name.hasSuffix("]") else { return nil }
        return name.dropFirst("results[".count).dropLast()
    }
}
