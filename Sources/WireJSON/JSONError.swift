// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a text was refused. It carries nothing of the text.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String

        /// Not one JSON value (RFC 8259), or an integer beyond 64 bits or a number beyond a double.
        public static let notJSON = Code(description: "not JSON")
        public static let notUTF8 = Code(description: "not UTF-8")
        /// An object has two members of the same name, after unescaping.
        public static let duplicateName = Code(description: "an object has a member name twice")
        public static let tooDeep = Code(description: "nested too deeply")
        public static let tooLarge = Code(description: "too large")
        /// A complete JSON value with more than white space behind it.
        public static let trailingBytes = Code(description: "bytes after the JSON value")
        public static let outOfMemory = Code(description: "no memory to parse with")
    }

    public let code: Code

    public init(_ code: Code) {
        self.code = code
    }

    public var description: String { code.description }
}
