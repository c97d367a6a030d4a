// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import PhoneNumbers

/// Goal: a compiled pattern matches what the regular expression of Swift's library matches.
struct DigitPatternTests {
    private func matches(_ pattern: String, _ text: String) throws -> Bool {
        let compiled = try #require(DigitPattern(Array(pattern.utf8)))
        let automaton = try #require(DigitAutomaton([compiled]))
        return Array(text.utf8).withUnsafeBufferPointer { automaton.match($0) != 0 }
    }

    @Test(
        "each construct agrees with Swift's own regular expressions on every number of up to four digits",
        arguments: [
            "12", "1|2", "1?2", "[1-3]9?", #"\d{2}"#, #"\d{1,3}"#, "(?:12|3)4", "(?:1|2[34])?5", "(?:1[02]|2){2}",
            "(?:[15]\\d|7(?:3|4[0-2])?)1?", "(?:1(?:2(?:3|4)?)?)?", "(?:10|1?)0", "1{0,2}2", "(1)2",
        ])
    func constructs(_ pattern: String) throws {
        let compiled = try #require(DigitPattern(Array(pattern.utf8)))
        let automaton = try #require(DigitAutomaton([compiled]))
        let expression = try Regex(pattern)
        for length in 0...4 {
            var bound = 1
            for _ in 0..<length { bound *= 10 }
            for value in stride(from: 0, to: bound, by: length == 4 ? 7 : 1) {
                let digits = length == 0 ? "" : String(String(value + bound).dropFirst())
                let ours = Array(digits.utf8).withUnsafeBufferPointer { automaton.match($0) != 0 }
                #expect(try ours == (expression.wholeMatch(in: digits) != nil), "\(pattern) on \(digits)")
            }
        }
    }

    @Test("several patterns in one table are told apart, and a prefix is found")
    func several() throws {
        let patterns = try ["1\\d", "12", "3"].map { try #require(DigitPattern(Array($0.utf8))) }
        let automaton = try #require(DigitAutomaton(patterns))
        func match(_ text: String) -> UInt16 { Array(text.utf8).withUnsafeBufferPointer { automaton.match($0) } }
        #expect(match("12") == 0b011)
        #expect(match("13") == 0b001)
        #expect(match("3") == 0b100)
        #expect(match("") == 0)
        #expect(match("123") == 0)
        #expect(Array("1234".utf8).withUnsafeBufferPointer { automaton.matchesPrefix(of: $0) })
        #expect(Array("3234".utf8).withUnsafeBufferPointer { automaton.matchesPrefix(of: $0) } == false)
    }

    @Test(
        "what is not understood is refused, not guessed",
        arguments: [
            "1+", "1*", "a", "1$", "^1", "(?!1)2", "[^1]", "[1", "(1", "1)", "\\w", "1{2", "1{,2}", "[]", "1{3,2}", "[",
        ])
    func notUnderstood(_ pattern: String) {
        #expect(DigitPattern(Array(pattern.utf8)) == nil)
    }
}
