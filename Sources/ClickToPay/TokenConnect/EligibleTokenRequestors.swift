// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// Asks which token requestors take the cards of some account ranges (token-connect 3.1).
public struct EligibleTokenRequestorsRequest: Sendable, Hashable {
    public static let accountRangesMax = 25

    /// 1 to 64 characters; a UUID.
    public var requestId: String
    /// 1 to 25. Each must be exactly the start of a range that is enabled.
    public var accountRanges: [AccountRangeStart]

    public init(requestId: String, accountRanges: [AccountRangeStart]) {
        self.requestId = requestId
        self.accountRanges = accountRanges
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("requestId", requestId)
            writer.member("accountRanges", accountRanges.map(\.value))
        }
        return writer.bytes
    }
}

/// Who takes them (token-connect 3.2). A range that nobody is listed for is enabled for nobody.
public struct EligibleTokenRequestors: Sendable, Hashable {
    public var responseId: String
    public var tokenRequestors: [TokenRequestor]
    public var errors: [TokenConnectError]

    public init(responseId: String, tokenRequestors: [TokenRequestor], errors: [TokenConnectError] = []) {
        self.responseId = responseId
        self.tokenRequestors = tokenRequestors
        self.errors = errors
    }

    /// Reads the answer; nil when it has neither a list nor errors. An entry without an id is passed over.
    public init?(_ value: JSONValue) {
        let errors = TokenConnectError.list(in: value)
        let list = value["tokenRequestors"]
        guard list?.kind == .array || !errors.isEmpty else { return nil }
        self.init(
            responseId: value["responseId"]?.string ?? "",
            tokenRequestors: list?.elements.compactMap { TokenRequestor($0) } ?? [], errors: errors)
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { write(to: &$0) }
        return writer.bytes
    }

    /// Writes the members, for an object that has more of them.
    public func write(to writer: inout JSONWriter) {
        writer.member("responseId", responseId)
        writer.array("tokenRequestors") { writer in
            for requestor in tokenRequestors { requestor.write(to: &writer) }
        }
        TokenConnectError.write(errors, to: &writer)
    }
}
