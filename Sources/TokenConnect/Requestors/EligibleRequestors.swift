// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Directory
public import WireJSON

/// `getEligibleTokenRequestors`: who may have cards of which of an issuer's ranges (token-connect 3).
public struct EligibleRequestors: Sendable {
    static let rangesMax = 25
    static let rangeDigits = 9...PushRange.digitCount

    private let isSandbox: Bool

    public init(isSandbox: Bool) {
        self.isSandbox = isSandbox
    }

    /// - Parameters:
    ///   - root: the request's body.
    ///   - settings: of the issuer's program.
    ///   - origin: of this server, such as `https://host`.
    /// - Returns: the answer's body.
    public func answer(
        _ root: JSONValue, settings: ProgramSettings, origin: String, responseId: String
    ) throws(TokenConnectRefusal) -> [UInt8] {
        let requested = try Self.ranges(root)
        guard settings.tokenConnect else { throw TokenConnectRefusal([.notAllowed]) }
        let ranges = PushRanges(settings: settings, isSandbox: isSandbox)
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("responseId", responseId)
            writer.array("tokenRequestors") { writer in
                for requestor in TokenRequestor.all(isSandbox: isSandbox) {
                    let enabled = requested.filter { ranges.hasRange(startingAt: $0, for: requestor) }
                    guard !enabled.isEmpty else { continue }
                    requestor.write(enabledAccountRanges: enabled, origin: origin, to: &writer)
                }
            }
        }
        return writer.bytes
    }

    /// The requested ranges as numbers of 19 digits, each once. `supportsTokenConnect` does not matter any more.
    private static func ranges(_ root: JSONValue) throws(TokenConnectRefusal) -> [String] {
        var reader = FieldReader()
        _ = reader.text(root, "requestId", ResponseID.lengths, isRequired: true)
        var ranges: [String] = []
        if let list = reader.member(root, "accountRanges", isRequired: true) {
            if list.kind != .array {
                reader.note(.format("accountRanges"))
            } else if !(1...rangesMax).contains(list.count) {
                reader.note(.length("accountRanges"))
            } else {
                for element in list.elements {
                    guard let digits = element.string, FieldForm.isDigits(digits) else {
                        reader.note(.format("accountRanges"))
                        continue
                    }
                    guard rangeDigits.contains(digits.utf8.count) else {
                        reader.note(.length("accountRanges"))
                        continue
                    }
                    let start = PushRange.padded(digits)
                    if !ranges.contains(start) { ranges.append(start) }
                }
            }
        }
        try reader.check()
        return ranges
    }
}
