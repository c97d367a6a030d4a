// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A refusal by the service, as it goes over the wire (enrollment 4.1).
public struct ServiceError: Error, Sendable, Hashable {
    /// The HTTP status. It follows from the class, but for the few answers that HTTP itself defines (413, 415).
    public var status: Int
    public var errorClass: ErrorClass
    public var message: String
    public var details: [ErrorDetail]

    public init(
        _ errorClass: ErrorClass, _ message: String? = nil, details: [ErrorDetail] = [], status: Int? = nil
    ) {
        self.errorClass = errorClass
        self.message = message ?? errorClass.defaultMessage
        self.details = details
        self.status = status ?? errorClass.httpStatus
    }

    /// The refusal of an encrypted member, whatever is wrong: an unknown key, a damaged text, a plaintext that is
    /// not JSON or not an object. One answer for all of them, so that nobody can learn which it was (enrollment 3.7).
    public static func corruptData(_ member: String) -> ServiceError {
        let detail = ErrorDetail(.corruptData, .body, member, "cannot be decrypted and read")
        return ServiceError(.invalidArgument, details: [detail])
    }

    /// The two layouts that the service's documents show.
    public enum Layout: String, Sendable, CaseIterable, Codable {
        /// `status` (number), `reason`, `message`, `errordetail`.
        case formA
        /// `code` (number), `status` (class), `message`, `details`.
        case formB
    }

    /// The body of the answer.
    public func json(layout: Layout = .formA) -> [UInt8] {
        var writer = JSONWriter()
        write(to: &writer, layout: layout)
        return writer.bytes
    }

    public func write(to writer: inout JSONWriter, layout: Layout = .formA) {
        writer.object { writer in
            switch layout {
            case .formA:
                writer.member("status", status)
                writer.member("reason", errorClass.rawValue)
            case .formB:
                writer.member("code", status)
                writer.member("status", errorClass.rawValue)
            }
            writer.member("message", message)
            guard !details.isEmpty else { return }
            writer.array(layout == .formA ? "errordetail" : "details") { writer in
                for detail in details { detail.write(to: &writer) }
            }
        }
    }
}

extension ServiceError: CustomStringConvertible {
    /// Class and places, for a log.
    public var description: String {
        let places = details.map { "\($0.reason?.rawValue ?? "-") \($0.source ?? "-")" }
        return "\(status) \(errorClass.rawValue): \(message)"
            + (places.isEmpty ? "" : " [" + places.joined(separator: ", ") + "]")
    }
}
