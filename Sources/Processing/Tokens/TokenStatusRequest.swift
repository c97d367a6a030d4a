// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// What is to become of a card's tokens (processing 9.2).
public struct TokenStatusRequest: Sendable {
    enum Change: Sendable {
        case suspend
        case resume
        case deactivate
    }

    var change: Change
    /// Nil: all tokens of the card.
    var clearNumber: String?

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        switch try fields.text("tokenStatus", 1...32).uppercased() {
        // The words are not published but for one: what they are likely to be is taken (processing 16).
        case "SUSPEND", "SUSPENDED": change = .suspend
        case "RESUME", "RESUMED": change = .resume
        case "DEACTIVATE", "DEACTIVATED", "DELETE": change = .deactivate
        default: throw fields.fault("tokenStatus", "must be SUSPEND, RESUME or DEACTIVATE")
        }
        guard let number = try fields.optionalText("tokenNumber", 1...19) else { return }
        guard number.utf8.count >= 12, number.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw fields.fault("tokenNumber", "must be 12 to 19 digits")
        }
        clearNumber = number
    }
}
