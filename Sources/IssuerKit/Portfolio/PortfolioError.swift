// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a portfolio could not be read or written as a whole. It names files and headings, never what rows hold.
public struct PortfolioError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Code: Sendable, Hashable {
        let name: String

        /// A file could not be opened, read, written or renamed.
        public static let file = Code(name: "file")
        /// The headings do not give what a portfolio needs.
        public static let headings = Code(name: "headings")
        /// The file is not what it was when it was checked.
        public static let changed = Code(name: "changed")
        /// What was asked for cannot be generated.
        public static let unsatisfiable = Code(name: "unsatisfiable")
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
