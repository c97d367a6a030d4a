// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A flag as Token Connect writes it: a boolean, or one of the words in any case (token-connect 5.1, 8.1).
enum TolerantBoolean {
    static func read(_ text: some StringProtocol) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    static func read(_ value: JSONValue?) -> Bool? {
        value?.boolean ?? value?.string.flatMap { read($0) }
    }
}
