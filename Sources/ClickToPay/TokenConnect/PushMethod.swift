// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A way to reach a token requestor (token-connect 5.3).
public struct PushMethod: Sendable, Hashable {
    /// Open: more may come.
    public struct Kind: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let android = Kind(rawValue: "ANDROID")
        public static let ios = Kind(rawValue: "IOS")
        /// The only one of Click to Pay.
        public static let web = Kind(rawValue: "WEB")
    }

    public var type: Kind
    public var uri: String

    public init(type: Kind, uri: String) {
        self.type = type
        self.uri = uri
    }

    init?(_ value: JSONValue) {
        guard let type = value["type"]?.string, let uri = value["uri"]?.string else { return nil }
        self.init(type: Kind(rawValue: type), uri: uri)
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("type", type.rawValue)
            writer.member("uri", uri)
        }
    }

    /// The ways of an object's `availablePushMethods`; empty when it has none.
    static func list(in object: JSONValue) -> [PushMethod] {
        object["availablePushMethods"]?.elements.compactMap { PushMethod($0) } ?? []
    }
}
