// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// What a client makes of the body of an answer that is no success: both layouts of the service, their mixtures, both
/// nestings of the gateway (enrollment 4.2, 4.3), and the list of Token Connect (token-connect 12.1).
public enum ReceivedError: Error, Sendable, Hashable {
    case service(ServiceError)
    /// At least one.
    case gateway([GatewayError])
    /// At least one. Token Connect gives them with status 200 as well.
    case tokenConnect([TokenConnectError])
    /// The body is none of these; only the status is known.
    case unreadable(status: Int)

    private static let limits = JSONLimits(depth: 32, bytes: 4 << 20)

    /// - Parameter status: the HTTP status of the answer. It wins over what the body says.
    public static func read(status: Int, body: [UInt8]) -> ReceivedError {
        guard let document = try? JSONDocument.parse(body, limits: limits), document.root.kind == .object else {
            return .unreadable(status: status)
        }
        let root = document.root
        if let errors = root["Errors"] {
            let gateway = gatewayErrors(errors)
            return gateway.isEmpty ? .unreadable(status: status) : .gateway(gateway)
        }
        if let error = ServiceError(root, httpStatus: status) { return .service(error) }
        let errors = TokenConnectError.list(in: root)
        return errors.isEmpty ? .unreadable(status: status) : .tokenConnect(errors)
    }

    private static func gatewayErrors(_ errors: JSONValue) -> [GatewayError] {
        // Each level may be one object or an array of them.
        flattened(errors).compactMap { $0["Error"] }.flatMap(flattened).compactMap { GatewayError(read: $0) }
    }

    private static func flattened(_ value: JSONValue) -> [JSONValue] {
        value.kind == .array ? Array(value.elements) : [value]
    }
}

extension ServiceError {
    /// Reads either layout or a mixture. The class is `reason`, or `status` when that is a word; nil when the object
    /// has neither.
    public init?(_ value: JSONValue, httpStatus: Int? = nil) {
        let stated = value["status"]?.string.flatMap { Int($0) == nil ? $0 : nil }
        guard let word = value["reason"]?.string ?? stated else { return nil }
        let errorClass = ErrorClass(rawValue: word)
        let found = [value["errordetail"], value["details"]].compactMap { $0 }.first { $0.kind == .array }
        let number = value["status"]?.int64 ?? value["code"]?.int64
        self.init(
            errorClass, value["message"]?.string ?? "",
            details: found?.elements.filter { $0.kind == .object }.map { ErrorDetail(read: $0) } ?? [],
            status: httpStatus ?? number.flatMap { Int(exactly: $0) } ?? errorClass.httpStatus)
    }
}
