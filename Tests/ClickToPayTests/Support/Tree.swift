// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import WireJSON

/// A JSON value that a test takes apart and puts together, independent of the writer under test.
enum Tree: Sendable, Hashable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([Tree])
    case object([String: Tree])
    case null

    subscript(name: String) -> Tree? {
        get {
            if case .object(let members) = self { members[name] } else { nil }
        }
        set {
            guard case .object(var members) = self else { return }
            members[name] = newValue
            self = .object(members)
        }
    }

    /// This value with another one at a dotted path such as `consumers[0].cards[1].zip`; nil takes the member away.
    func with(_ path: String, _ value: Tree?) -> Tree {
        let steps = path.replacing("[", with: ".").replacing("]", with: "").split(separator: ".").map(String.init)
        return with(steps[...], value) ?? self
    }

    private func with(_ steps: ArraySlice<String>, _ value: Tree?) -> Tree? {
        guard let step = steps.first else { return value }
        switch self {
        case .list(var items):
            let index = Int(step) ?? 0
            items[index] = items[index].with(steps.dropFirst(), value) ?? .null
            return .list(items)
        case .object(var members):
            members[step] = (members[step] ?? .object([:])).with(steps.dropFirst(), value)
            return .object(members)
        default:
            return value
        }
    }

    private var foundation: Any {
        switch self {
        case .text(let text): text
        case .number(let number): number
        case .flag(let flag): flag
        case .list(let items): items.map(\.foundation)
        case .object(let members): members.mapValues(\.foundation)
        case .null: NSNull()
        }
    }

    var bytes: [UInt8] {
        get throws {
            Array(try JSONSerialization.data(withJSONObject: foundation, options: .fragmentsAllowed))
        }
    }

    var json: JSONValue {
        get throws { try JSONDocument.parse(bytes).root }
    }
}

extension Tree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    init(stringLiteral text: String) { self = .text(text) }
    init(integerLiteral number: Int) { self = .number(number) }
    init(booleanLiteral flag: Bool) { self = .flag(flag) }
    init(arrayLiteral items: Tree...) { self = .list(items) }
    init(dictionaryLiteral members: (String, Tree)...) {
        self = .object(Dictionary(members) { first, _ in first })
    }
    init(nilLiteral: ()) { self = .null }
}
