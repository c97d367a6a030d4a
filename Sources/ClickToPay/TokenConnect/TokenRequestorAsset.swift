// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A logo in its representations (token-connect 4). What an id stands for never changes: keep it for ever.
public struct TokenRequestorAsset: Sendable, Hashable {
    public struct Content: Sendable, Hashable {
        /// The media type, such as `image/svg+xml`; open.
        public var type: String
        /// base64, as it came.
        public var data: String
        /// Pixels; images only.
        public var height: String?
        public var width: String?
    }

    /// At least one.
    public var mediaContents: [Content]

    /// Reads the answer; nil when it has no representation.
    public init?(_ value: JSONValue) {
        mediaContents =
            value["mediaContents"]?.elements.compactMap { content in
                guard let type = content["type"]?.string, let data = content["data"]?.string else { return nil }
                return Content(
                    type: type, data: data, height: content["height"]?.string, width: content["width"]?.string)
            } ?? []
        if mediaContents.isEmpty { return nil }
    }

    /// The first representation of one of these media types, the most wanted first.
    public func content(of types: [String]) -> Content? {
        types.lazy.compactMap { type in mediaContents.first { $0.type == type } }.first
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.array("mediaContents") { writer in
                for content in mediaContents {
                    writer.object { writer in
                        writer.member("type", content.type)
                        writer.member("data", content.data)
                        writer.member("height", content.height)
                        writer.member("width", content.width)
                    }
                }
            }
        }
        return writer.bytes
    }
}
