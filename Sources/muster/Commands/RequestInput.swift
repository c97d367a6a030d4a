// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// Values that a person gives for a request, read by the rules of the wire.
enum RequestInput {
    /// Reads JSON text with `decode`; all faults at once.
    static func decode<Value>(
        _ bytes: [UInt8], _ what: String, _ decode: (JSONValue) throws(ServiceError) -> Value
    ) throws(CommandFailure) -> Value {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument.parse(bytes)
        } catch {
            throw .invalidInput("\(what) is not JSON: \(error)")
        }
        do throws(ServiceError) {
            return try decode(document.root)
        } catch {
            let faults = error.details.map { "\($0.source ?? "it") \($0.message ?? $0.reason?.rawValue ?? "is wrong")" }
            throw .invalidInput(
                "\(what) is not valid: \(faults.first ?? error.message)", details: Array(faults.dropFirst()))
        }
    }
}
