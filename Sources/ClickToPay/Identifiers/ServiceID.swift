// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Selects a program and its directory, such as `ISSUER_C2P#EXAMPLEBANK#01` (enrollment 1.2).
public struct ServiceID: WireText, Hashable {
    public static let charactersMax = 255

    public let value: String

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard !utf8.isEmpty, utf8.count <= Self.charactersMax else { throw .format("must have 1 to 255 characters") }
        let allowed = utf8.areAll {
            $0.isAlphanumeric || $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
        guard allowed else { throw .format("must consist of letters, digits, #, _ and -") }
        value = utf8.text
    }

    private init(known value: String) {
        self.value = value
    }

    /// The general directory.
    public static let general = ServiceID(known: "SRC")

    public var isGeneral: Bool { self == .general }
}
