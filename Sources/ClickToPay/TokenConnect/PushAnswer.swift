// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// What became of pushed accounts (token-connect 5.3).
public struct PushAnswer: Sendable, Hashable {
    /// One account: a receipt, or why there is none.
    public struct Account: Sendable, Hashable {
        public var pushAccountId: String
        public var receipt: PushReceipt?
        /// base64 of JSON, at most 5000 characters, when it was asked for.
        public var issuerInitiatedDigitizationData: String?
        public var errors: [TokenConnectError]

        public init(pushAccountId: String, receipt: PushReceipt?, errors: [TokenConnectError] = []) {
            self.pushAccountId = pushAccountId
            self.receipt = receipt
            self.errors = errors
        }
    }

    public var responseId: String
    public var accounts: [Account]
    public var availablePushMethods: [PushMethod]
    /// Whether the token requestor takes the signed form.
    public var tokenRequestorSignatureSupport: Bool
    /// Compact JWS over the receipts and what was to be signed with them; pass it on unchanged.
    public var signature: String?
    /// Of the request as a whole.
    public var errors: [TokenConnectError]

    public init(
        responseId: String, accounts: [Account], availablePushMethods: [PushMethod] = [],
        tokenRequestorSignatureSupport: Bool = false, signature: String? = nil, errors: [TokenConnectError] = []
    ) {
        self.responseId = responseId
        self.accounts = accounts
        self.availablePushMethods = availablePushMethods
        self.tokenRequestorSignatureSupport = tokenRequestorSignatureSupport
        self.signature = signature
        self.errors = errors
    }

    /// Where browsers are sent; nil when there is no such way.
    public var webURI: String? { availablePushMethods.first { $0.type == .web }?.uri }

    /// The receipts that there are, in the order of the answer.
    public var receipts: [PushReceipt] { accounts.compactMap(\.receipt) }

    /// Reads the answer; nil when it has neither accounts nor errors, and when a receipt has not the form of one.
    public init?(_ value: JSONValue) {
        let errors = TokenConnectError.list(in: value)
        let list = value["pushAccountReceipts"]
        guard list?.kind == .array || !errors.isEmpty else { return nil }
        var accounts: [Account] = []
        if let list {
            for entry in list.elements {
                guard let account = Account(entry) else { return nil }
                accounts.append(account)
            }
        }
        self.init(
            responseId: value["responseId"]?.string ?? "", accounts: accounts,
            availablePushMethods: PushMethod.list(in: value),
            tokenRequestorSignatureSupport: TolerantBoolean.read(value["tokenRequestorSignatureSupport"]) ?? false,
            signature: value["signature"]?.string, errors: errors)
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.object { write(to: &$0) }
        return writer.bytes
    }

    /// Writes the members, for an object that has more of them.
    public func write(to writer: inout JSONWriter) {
        writer.member("responseId", responseId)
        writer.array("pushAccountReceipts") { writer in
            for account in accounts { account.write(to: &writer) }
        }
        if !availablePushMethods.isEmpty {
            writer.array("availablePushMethods") { writer in
                for method in availablePushMethods { method.write(to: &writer) }
            }
        }
        writer.member("tokenRequestorSignatureSupport", tokenRequestorSignatureSupport)
        writer.member("signature", signature)
        TokenConnectError.write(errors, to: &writer)
    }
}

extension PushAnswer.Account {
    fileprivate init?(_ value: JSONValue) {
        guard value.kind == .object else { return nil }
        let text = value["pushAccountReceipt"].flatMap { $0.isNull ? nil : $0 }
        let receipt = text?.string.flatMap { try? PushReceipt($0) }
        guard (text == nil) == (receipt == nil) else { return nil }
        self.init(
            pushAccountId: value["pushAccountId"]?.string ?? "", receipt: receipt,
            errors: TokenConnectError.list(in: value))
        issuerInitiatedDigitizationData = value["issuerInitiatedDigitizationData"]?.string
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("pushAccountId", pushAccountId)
            writer.member("pushAccountReceipt", receipt?.value)
            writer.member("issuerInitiatedDigitizationData", issuerInitiatedDigitizationData)
            TokenConnectError.write(errors, to: &writer)
        }
    }
}
