// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// One finding of an error: what is wrong, and where. It never carries the value that is wrong.
public struct ErrorDetail: Sendable, Hashable {
    public var reason: DetailReason?
    public var sourceType: SourceType?
    /// A field's dotted path, such as `consumers[3].cards[0].panExpirationMonth`, or a literal such as `Card`.
    public var source: String?
    public var message: String?

    public init(
        _ reason: DetailReason?, _ sourceType: SourceType? = nil, _ source: String? = nil, _ message: String? = nil
    ) {
        self.reason = reason
        self.sourceType = sourceType
        self.source = source
        self.message = message
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("reason", reason?.rawValue)
            writer.member("sourceType", sourceType?.rawValue)
            writer.member("source", source)
            writer.member("message", message)
        }
    }

    init(read value: JSONValue) {
        self.init(
            value["reason"]?.string.map(DetailReason.init(rawValue:)),
            value["sourceType"]?.string.map(SourceType.init(rawValue:)), value["source"]?.string,
            value["message"]?.string)
    }
}
