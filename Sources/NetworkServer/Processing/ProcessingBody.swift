// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Enrollment
internal import HTTPService
internal import JOSE
internal import Processing
internal import WireJSON

/// The body of a processing call, and how its answer goes back (processing 2). Core bodies are encrypted as a whole in
/// both directions; the digital API takes plain ones too, and answers as it was asked.
struct ProcessingBody {
    /// The member around an encrypted body; the second is what one client library writes.
    private static let members = ["encryptedData", "encryptedValue"]

    /// The request in clear; nil for a call without a body.
    let root: JSONValue?
    /// What the answer is encrypted to; nil: it goes in clear.
    private let key: PayloadKey?

    /// - Throws: REQUEST_VALIDATION for what is no JSON, cannot be decrypted or should have been encrypted,
    ///   OPERATION_DENIED when the client has no payload key for an answer that is to be encrypted.
    init(_ call: APICall, opening: PayloadOpening, limits: JSONLimits) throws(ProcessingError) {
        guard call.operation.hasBody else {
            root = nil
            key = call.operation.isCore ? try Self.key(call) : nil
            return
        }
        guard let document = try? JSONDocument.parse(call.request.body, limits: limits), document.root.kind == .object
        else { throw .validation("Request body", "must be a JSON object") }
        let wrapped = Self.members.lazy.compactMap { document.root[$0] }.first
        guard let wrapped, document.root.count == 1 else {
            if call.operation.isCore { throw .validation("encryptedData", "is missing") }
            root = document.root
            key = nil
            return
        }
        guard let token = wrapped.string else { throw .validation("encryptedData", "must be a string") }
        do {
            root = try opening.open(Array(token.utf8), source: "encryptedData") { $0 }
        } catch {
            throw .validation("encryptedData", "cannot be decrypted")
        }
        key = try Self.key(call)
    }

    private static func key(_ call: APICall) throws(ProcessingError) -> PayloadKey {
        guard let key = try? call.registry.payloadKeys[call.caller.srcClientId]?.key(nil) else {
            throw .denied("The client has no payload key that an answer could be encrypted to.")
        }
        return key
    }

    /// The answer as it goes over the wire.
    func answer(_ json: [UInt8]) throws -> [UInt8] {
        guard let key else { return json }
        let token = try JWE.encryptToString(
            json, to: key.publicKey, keyID: key.fingerprint, encryption: .a256GCM, contentType: "application/json")
        var writer = JSONWriter(capacity: token.utf8.count + 32)
        writer.object { $0.member("encryptedData", token) }
        return writer.bytes
    }
}
