// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A refusal by the gateway, before the service was reached (security 7).
public struct GatewayError: Error, Sendable, Hashable {
    /// `Gateway` exactly when the request was stopped there.
    public var source: String
    public var reasonCode: String
    public var description: String
    /// Whether the same request may succeed later.
    public var recoverable: Bool

    public init(_ reasonCode: String, _ description: String, recoverable: Bool = false, source: String = "Gateway") {
        self.source = source
        self.reasonCode = reasonCode
        self.description = description
        self.recoverable = recoverable
    }

    /// The two nestings that are in use.
    public enum Layout: String, Sendable, CaseIterable, Codable {
        /// `{"Errors":{"Error":[{…}]}}`, the widespread one.
        case errorList
        /// `{"Errors":[{"Error":{…}}]}`.
        case listOfErrors
    }

    /// The body of the answer.
    public func json(layout: Layout = .errorList) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            switch layout {
            case .errorList:
                writer.object("Errors") { writer in
                    writer.array("Error") { self.write(to: &$0) }
                }
            case .listOfErrors:
                writer.array("Errors") { writer in
                    writer.object { writer in
                        writer.key("Error")
                        self.write(to: &writer)
                    }
                }
            }
        }
        return writer.bytes
    }

    private func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("Source", source)
            writer.member("ReasonCode", reasonCode)
            writer.member("Description", description)
            writer.member("Recoverable", recoverable)
            writer.key("Details")
            writer.null()
        }
    }

    init?(read value: JSONValue) {
        guard let reasonCode = value["ReasonCode"]?.string else { return nil }
        self.init(
            reasonCode, value["Description"]?.string ?? "", recoverable: value["Recoverable"]?.boolean ?? false,
            source: value["Source"]?.string ?? "Gateway")
    }
}
