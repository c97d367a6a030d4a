// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The statuses of a card (processing 6.3). Lost and stolen are permanent: such a card gets no other status.
public enum CardStatus: String, Sendable, CaseIterable {
    case ok = "00"
    case temporaryBlock = "05"
    case lost = "41"
    case stolen = "43"

    /// The `statusName` on the wire.
    public var name: String {
        switch self {
        case .ok: "Card OK"
        case .temporaryBlock: "Temporary Block"
        case .lost: "Lost"
        case .stolen: "Stolen"
        }
    }

    public var isPermanent: Bool { self == .lost || self == .stolen }
}
