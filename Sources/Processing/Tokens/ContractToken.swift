// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A token of a card contract, as it is listed (processing 9.1).
public struct ContractToken: Sendable {
    public enum Status: String, Sendable {
        case active = "Active"
        case inactive = "Inactive"
        case suspended = "Suspended"
        case deactivated = "Deactivated"
    }

    public var cardContractId: Int64
    public var cardContractNumber: String
    public var clientId: Int64
    public var clientShortName: String
    public var panUniqueReference: String
    public var created: Timestamp
    /// `YYMM`.
    public var expiry: String
    /// The token's own number. Named so that a reader of the code sees where clear numbers are.
    public var clearNumber: String
    public var requestorId: String
    public var status: Status
    /// `S` secure element, `C` cloud, `F` card on file.
    public var type: String
    public var uniqueReference: String
    public var walletName: String
}

/// Which tokens are wanted (processing 9.1).
public enum TokenFilter: Sendable {
    case all
    /// In status Active.
    case active
    /// In every other status.
    case inactive

    /// - Throws: REQUEST_VALIDATION for another word than ACTIVE and INACTIVE, in any case; nil is all.
    public init(word: String?) throws(ProcessingError) {
        switch word?.uppercased() {
        case nil: self = .all
        case "ACTIVE": self = .active
        case "INACTIVE": self = .inactive
        default: throw .validation("status", "must be ACTIVE or INACTIVE")
        }
    }

    func takes(_ status: ContractToken.Status) -> Bool {
        switch self {
        case .all: true
        case .active: status == .active
        case .inactive: status != .active
        }
    }
}

extension ContractToken: CustomStringConvertible, CustomReflectable {
    /// Never the token number.
    public var description: String { "ContractToken(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
