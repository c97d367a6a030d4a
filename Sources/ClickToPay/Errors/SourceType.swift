// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where in a request a bad value was.
public struct SourceType: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let body = SourceType(rawValue: "BODY")
    public static let header = SourceType(rawValue: "HEADER")
    public static let query = SourceType(rawValue: "QUERY")
    public static let path = SourceType(rawValue: "PATH")
}
