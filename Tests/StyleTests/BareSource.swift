// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Swift source whose comments and literals are blanked out, so that a rule about code meets only code.
///
/// Lines and columns stay where they were. The quotes of a literal stay, what stands between them becomes spaces; what
/// is interpolated is code and stays too. Regular expression literals are not understood: we use none.
enum BareSource {
    static func lines(of source: String) -> [[UInt8]] {
        var bytes = [UInt8](source.utf8)
        var scanner = Scanner(end: bytes.count)
        while scanner.place < bytes.count { scanner.step(&bytes) }
        return bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    }

    private struct Scanner {
        let end: Int
        var place = 0

        init(end: Int) { self.end = end }

        mutating func step(_ bytes: inout [UInt8]) {
            switch bytes[place] {
            case UInt8(ascii: "/") where follows("//", bytes):
                while place < end, bytes[place] != UInt8(ascii: "\n") { blank(&bytes) }
            case UInt8(ascii: "/") where follows("/*", bytes):
                skipComment(&bytes)
            case UInt8(ascii: "\""):
                skipLiteral(&bytes, hashes: 0)
            case UInt8(ascii: "#"):
                var hashes = 0
                while place + hashes < end, bytes[place + hashes] == UInt8(ascii: "#") { hashes += 1 }
                place += hashes
                if place < end, bytes[place] == UInt8(ascii: "\"") { skipLiteral(&bytes, hashes: hashes) }
            default:
                place += 1
            }
        }

        private func follows(_ text: StaticString, _ bytes: [UInt8]) -> Bool {
            guard place + text.utf8CodeUnitCount <= end else { return false }
            for offset in 0..<text.utf8CodeUnitCount where bytes[place + offset] != text.utf8Start[offset] {
                return false
            }
            return true
        }

        private mutating func blank(_ bytes: inout [UInt8]) {
            guard place < end else { return }
            if bytes[place] != UInt8(ascii: "\n") { bytes[place] = UInt8(ascii: " ") }
            place += 1
        }

        private mutating func skipComment(_ bytes: inout [UInt8]) {
            var depth = 0
            repeat {
                if follows("/*", bytes) {
                    depth += 1
                    blank(&bytes)
                } else if follows("*/", bytes) {
                    depth -= 1
                    blank(&bytes)
                }
                blank(&bytes)
            } while depth > 0 && place < end
        }

        /// Stands on the opening quote, leaves after the closing one.
        private mutating func skipLiteral(_ bytes: inout [UInt8], hashes: Int) {
            let quotes = follows("\"\"\"", bytes) ? 3 : 1
            place += quotes
            while place < end {
                if closes(bytes, quotes: quotes, hashes: hashes) {
                    place += quotes + hashes
                    return
                }
                if escapes(bytes, hashes: hashes) {
                    for _ in 0...hashes { blank(&bytes) }
                    if place < end, bytes[place] == UInt8(ascii: "(") {
                        skipInterpolation(&bytes)
                        continue
                    }
                }
                if place < end { blank(&bytes) }
            }
        }

        private func closes(_ bytes: [UInt8], quotes: Int, hashes: Int) -> Bool {
            guard place + quotes + hashes <= end else { return false }
            for offset in 0..<quotes where bytes[place + offset] != UInt8(ascii: "\"") { return false }
            for offset in quotes..<quotes + hashes where bytes[place + offset] != UInt8(ascii: "#") { return false }
            return true
        }

        private func escapes(_ bytes: [UInt8], hashes: Int) -> Bool {
            guard bytes[place] == UInt8(ascii: "\\"), place + hashes < end else { return false }
            for offset in 0..<hashes where bytes[place + 1 + offset] != UInt8(ascii: "#") { return false }
            return true
        }

        /// Stands on the opening parenthesis; literals inside may hold parentheses of their own.
        private mutating func skipInterpolation(_ bytes: inout [UInt8]) {
            var depth = 0
            repeat {
                switch bytes[place] {
                case UInt8(ascii: "("):
                    depth += 1
                    place += 1
                case UInt8(ascii: ")"):
                    depth -= 1
                    place += 1
                default:
                    step(&bytes)
                }
            } while depth > 0 && place < end
        }
    }
}
