// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// What a card looks like and whether it can be used (enrollment 5.8).
public struct DigitalCardData: Sendable, Hashable {
    /// Open: an unknown word is kept.
    public struct Status: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let active = Status(rawValue: "ACTIVE")
        public static let suspended = Status(rawValue: "SUSPENDED")
        public static let cancelled = Status(rawValue: "CANCELLED")
        public static let expired = Status(rawValue: "EXPIRED")
        public static let pending = Status(rawValue: "PENDING")
    }

    public var status: Status
    /// Short product name, at most 64 characters.
    public var descriptorName: String
    /// At most 1024 characters.
    public var artUri: String
    public var presentationName: String?
    /// Pixels.
    public var artHeight: Int?
    public var artWidth: Int?
    /// `PENDING_AVS`, `PENDING_SCA`, `PENDING_CONSUMER_IDV`.
    public var pendingEvents: [String]
    public var isCoBranded: Bool?
    public var coBrandedName: String?
    public var issuerName: String?
    public var longDescription: String?
    public var foregroundColor: String?

    public init(status: Status, descriptorName: String = "", artUri: String = "", pendingEvents: [String] = []) {
        self.status = status
        self.descriptorName = descriptorName
        self.artUri = artUri
        self.pendingEvents = pendingEvents
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("status", status.rawValue)
            writer.member("descriptorName", descriptorName)
            writer.member("artUri", artUri)
            writer.member("presentationName", presentationName)
            writer.member("artHeight", artHeight)
            writer.member("artWidth", artWidth)
            if !pendingEvents.isEmpty { writer.member("pendingEvents", pendingEvents) }
            // A string on the wire, not a boolean.
            writer.member("isCoBranded", isCoBranded.map { $0 ? "true" : "false" })
            writer.member("coBrandedName", coBrandedName)
            writer.member("issuerName", issuerName)
            writer.member("longDescription", longDescription)
            writer.member("foregroundColor", foregroundColor)
        }
    }

    init(_ value: JSONValue) {
        self.init(
            status: Status(rawValue: value["status"]?.string ?? ""),
            descriptorName: value["descriptorName"]?.string ?? "", artUri: value["artUri"]?.string ?? "",
            pendingEvents: value["pendingEvents"]?.elements.compactMap(\.string) ?? [])
        presentationName = value["presentationName"]?.string
        artHeight = value["artHeight"]?.int64.flatMap { Int(exactly: $0) }
        artWidth = value["artWidth"]?.int64.flatMap { Int(exactly: $0) }
        isCoBranded = value["isCoBranded"].flatMap { $0.boolean ?? $0.string.map { $0.lowercased() == "true" } }
        coBrandedName = value["coBrandedName"]?.string
        issuerName = value["issuerName"]?.string
        longDescription = value["longDescription"]?.string
        foregroundColor = value["foregroundColor"]?.string
    }
}
