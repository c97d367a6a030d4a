// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A regular expression over decimal digits, in the small language that numbering plans are written in: digits, `\\d`,
/// classes, groups, alternatives, `?`, `{n}` and `{n,m}`. Compiled to a machine that may be in several states at once.
struct DigitPattern {
    /// One state: a digit of the set leads to `next`; no digit at all leads to each of `free`.
    struct State {
        var digits: UInt16 = 0
        var next: Int32 = -1
        var free: [Int32] = []
    }

    private(set) var states: [State] = []
    private(set) var start: Int32 = 0
    private(set) var end: Int32 = 0

    private static let statesMax = 20_000

    private indirect enum Node {
        case digits(UInt16)
        case sequence([Node])
        case alternatives([Node])
        case repeated(Node, Int, Int)
    }

    /// Nil when the text uses more of the language of regular expressions than is known here.
    init?(_ text: some Collection<UInt8>) {
        var rest = Array(text)[...]
        guard let node = Self.alternatives(&rest, depth: 0), rest.isEmpty else { return nil }
        start = add()
        guard let end = append(node, from: start) else { return nil }
        self.end = end
    }

    // MARK: Reading

    private static func alternatives(_ rest: inout ArraySlice<UInt8>, depth: Int) -> Node? {
        guard depth < 32 else { return nil }
        var options: [Node] = []
        repeat {
            if rest.first == UInt8(ascii: "|") { rest.removeFirst() }
            guard let option = sequence(&rest, depth: depth) else { return nil }
            options.append(option)
        } while rest.first == UInt8(ascii: "|")
        return options.count == 1 ? options[0] : .alternatives(options)
    }

    private static func sequence(_ rest: inout ArraySlice<UInt8>, depth: Int) -> Node? {
        var nodes: [Node] = []
        while let byte = rest.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            guard let atom = atom(&rest, depth: depth), let node = repetition(of: atom, &rest) else { return nil }
            nodes.append(node)
        }
        return .sequence(nodes)
    }

    private static func atom(_ rest: inout ArraySlice<UInt8>, depth: Int) -> Node? {
        guard let byte = rest.popFirst() else { return nil }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .digits(1 << UInt16(byte - UInt8(ascii: "0")))
        case UInt8(ascii: "\\"):
            return rest.popFirst() == UInt8(ascii: "d") ? .digits(0x3FF) : nil
        case UInt8(ascii: "["):
            return characterClass(&rest)
        case UInt8(ascii: "("):
            if rest.starts(with: "?:".utf8) { rest.removeFirst(2) }
            guard let node = alternatives(&rest, depth: depth + 1), rest.popFirst() == UInt8(ascii: ")") else {
                return nil
            }
            return node
        default:
            return nil
        }
    }

    private static func characterClass(_ rest: inout ArraySlice<UInt8>) -> Node? {
        var digits: UInt16 = 0
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]") { return digits == 0 ? nil : .digits(digits) }
            guard let low = digit(byte) else { return nil }
            var high = low
            if rest.first == UInt8(ascii: "-") {
                rest.removeFirst()
                guard let last = rest.popFirst().flatMap(digit), last >= low else { return nil }
                high = last
            }
            for value in low...high { digits |= 1 << UInt16(value) }
        }
        return nil
    }

    private static func repetition(of atom: Node, _ rest: inout ArraySlice<UInt8>) -> Node? {
        switch rest.first {
        case UInt8(ascii: "?"):
            rest.removeFirst()
            return .repeated(atom, 0, 1)
        case UInt8(ascii: "{"):
            rest.removeFirst()
            guard let least = count(&rest) else { return nil }
            var most = least
            if rest.first == UInt8(ascii: ",") {
                rest.removeFirst()
                guard let upper = count(&rest) else { return nil }
                most = upper
            }
            guard rest.popFirst() == UInt8(ascii: "}"), most >= least, most > 0 else { return nil }
            return .repeated(atom, least, most)
        default:
            return atom
        }
    }

    private static func count(_ rest: inout ArraySlice<UInt8>) -> Int? {
        var value: Int?
        while let byte = rest.first, let digit = digit(byte), (value ?? 0) < 100 {
            value = (value ?? 0) * 10 + digit
            rest.removeFirst()
        }
        return value
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int(byte - UInt8(ascii: "0")) : nil
    }

    // MARK: Compiling

    private mutating func add() -> Int32 {
        states.append(State())
        return Int32(states.count - 1)
    }

    /// Adds what `node` accepts behind state `from`, and gives the state that is reached then.
    private mutating func append(_ node: Node, from: Int32) -> Int32? {
        guard states.count < Self.statesMax else { return nil }
        switch node {
        case .digits(let digits):
            // A state has one set of digits: use a fresh one unless it is still unused.
            let source = states[Int(from)].next == -1 && states[Int(from)].free.isEmpty ? from : add()
            if source != from { states[Int(from)].free.append(source) }
            let target = add()
            states[Int(source)].digits = digits
            states[Int(source)].next = target
            return target
        case .sequence(let nodes):
            var at = from
            for node in nodes {
                guard let next = append(node, from: at) else { return nil }
                at = next
            }
            return at
        case .alternatives(let options):
            let join = add()
            for option in options {
                let begin = add()
                states[Int(from)].free.append(begin)
                guard let last = append(option, from: begin) else { return nil }
                states[Int(last)].free.append(join)
            }
            return join
        case .repeated(let node, let least, let most):
            var at = from
            for _ in 0..<least {
                guard let next = append(node, from: at) else { return nil }
                at = next
            }
            let join = add()
            for _ in least..<most {
                states[Int(at)].free.append(join)
                let begin = add()
                states[Int(at)].free.append(begin)
                guard let next = append(node, from: begin) else { return nil }
                at = next
            }
            states[Int(at)].free.append(join)
            return join
        }
    }
}
