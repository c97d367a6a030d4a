// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import JOSE
internal import WireJSON

/// The answer to a push that was taken in, in whole or in part (token-connect 5.3).
struct PushAnswer {
    var responseId: String
    var accounts: [PushAccount]
    /// Of the accounts that were not refused, in their order.
    var receipts: [String]
    var requestor: TokenRequestor
    /// Nil when every account was refused.
    var signature: String?
    var hasDigitizationData: Bool

    func json(origin: String) -> [UInt8] {
        var receipts = receipts[...]
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.member("responseId", responseId)
            writer.array("pushAccountReceipts") { writer in
                for account in accounts {
                    writer.object { writer in
                        writer.member("pushAccountId", account.id)
                        switch account.card {
                        case .success: write(receipts.popFirst(), to: &writer)
                        case .failure(let refusal): refusal.errors.write(as: "errors", to: &writer)
                        }
                    }
                }
            }
            guard let signature else { return }
            requestor.writePushMethods(origin: origin, to: &writer)
            writer.member("tokenRequestorSignatureSupport", true)
            writer.member("signature", signature)
        }
        return writer.bytes
    }

    private func write(_ receipt: String?, to writer: inout JSONWriter) {
        guard let receipt else { return }
        writer.member("pushAccountReceipt", receipt)
        if hasDigitizationData {
            writer.member("issuerInitiatedDigitizationData", Self.digitizationData(receipt))
        }
    }

    /// For an issuer that hands the receipt on by a channel of its own.
    private static func digitizationData(_ receipt: String) -> String {
        var writer = JSONWriter(capacity: 128)
        writer.object { writer in
            writer.object("fundingAccountInfo") { $0.member("pushAccountReceipt", receipt) }
        }
        return Base64.encode(writer.bytes)
    }
}
