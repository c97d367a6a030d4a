// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory

/// A token of a card that another requestor than Click to Pay holds, such as a wallet on a phone. It is kept with its
/// card; the network that made it is not this one. Only the sandbox's documented cards have any.
struct WalletToken: Sendable, Equatable {
    /// As the list shows it.
    var status: ContractToken.Status
    /// Digits; the documented one has no right check digit.
    var clearNumber: String
    /// `YYMM`.
    var expiry: String
    var requestorId: String
    var walletName: String
    /// `S`, `C` or `F`.
    var type: String
    /// The last 32 digits of its references.
    var reference: String
    var created: Timestamp

    /// What `change` makes of it.
    ///
    /// - Throws: `notInThisState` for a token that was never activated.
    mutating func apply(_ change: TokenStatusRequest.Change) throws(TokenRefusal) {
        if status == .deactivated { throw .noToken }
        switch change {
        case .deactivate: status = .deactivated
        case .suspend, .resume:
            guard status != .inactive else { throw .notInThisState }
            status = change == .suspend ? .suspended : .active
        }
    }

    func write(to writer: inout RecordWriter) {
        for text in [status.rawValue, clearNumber, expiry, requestorId, walletName, type, reference] {
            writer.add(text)
        }
        writer.add(created.milliseconds)
    }
}

extension WalletToken {
    init(from reader: inout RecordReader) throws(RecordError) {
        guard let status = ContractToken.Status(rawValue: try reader.required()) else {
            throw RecordError(record: "card contract")
        }
        self.status = status
        clearNumber = try reader.required()
        expiry = try reader.required()
        requestorId = try reader.required()
        walletName = try reader.required()
        type = try reader.required()
        reference = try reader.required()
        created = Timestamp(milliseconds: try reader.number())
    }
}
