// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension CommonQuery {
    fileprivate func writeMembers(to writer: inout JSONWriter) {
        writer.member("srcClientId", srcClientId.value)
        writer.member("serviceId", serviceId?.value)
        writer.member("srcCorrelationId", srcCorrelationId?.value)
        writer.member("srciTransactionId", srciTransactionId?.value)
    }

    /// The query of a call without a body, not yet percent-encoded.
    public var items: [(name: String, value: String)] {
        [
            ("srcClientId", srcClientId.value), ("serviceId", serviceId?.value),
            ("srcCorrelationId", srcCorrelationId?.value), ("srciTransactionId", srciTransactionId?.value),
        ].compactMap { name, value in value.map { (name: name, value: $0) } }
    }
}

extension ConsumerPatch {
    /// Writes the change in clear.
    public func writeRevealed(to writer: inout JSONWriter) {
        writer.object { writer in
            if case .set(let identities) = identities { identities.writeRevealedMembers(to: &writer, asList: true) }
            if case .set(let email) = email { IdentitySet.write(email, to: &writer) }
            if case .set(let mobile) = mobile { IdentitySet.write(mobile, to: &writer) }
            firstName.write("firstName", to: &writer) { $0 }
            lastName.write("lastName", to: &writer) { $0 }
            fullName.write("fullName", to: &writer) { $0 }
            countryCode.write("countryCode", to: &writer, \.value)
            languageCode.write("languageCode", to: &writer, \.value)
            nationalIdentifier.write("nationalIdentifier", to: &writer) { $0 }
            guard let compliance else { return }
            writer.key("complianceSettings")
            compliance.write(to: &writer)
        }
    }
}

extension FieldChange {
    fileprivate func write(_ name: StaticString, to writer: inout JSONWriter, _ text: (Value) -> String) {
        switch self {
        case .keep: break
        case .clear:
            writer.key(name)
            writer.null()
        case .set(let value): writer.member(name, text(value))
        }
    }
}

extension UpdateProfileRequest {
    /// The body of a request.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            common.writeMembers(to: &writer)
            switch change {
            case .plain(let patch):
                writer.key("consumer")
                patch.writeRevealed(to: &writer)
            case .encrypted(let text):
                writer.key("encryptedConsumer")
                writer.string(utf8: text)
            }
            guard let compliance else { return }
            writer.key("complianceSettings")
            compliance.write(to: &writer)
        }
        return writer.bytes
    }
}

extension UpdateCardRequest {
    /// The body of a request.
    public func json(generation: APIGeneration = .v1) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            common.writeMembers(to: &writer)
            switch change {
            case .plain(let changes): changes.writeRevealedMembers(to: &writer)
            case .encrypted(let text):
                writer.key(generation == .v1 ? "encryptedCard" : "encryptedCredential")
                writer.string(utf8: text)
            }
        }
        return writer.bytes
    }
}

extension CardChanges {
    /// Writes the change in clear, without braces: for a body, or for a plaintext that is encrypted afterwards.
    public func writeRevealedMembers(to writer: inout JSONWriter) {
        if let billingAddress {
            writer.key("billingAddress")
            billingAddress.writeRevealed(to: &writer)
        }
        writer.member("panExpirationMonth", expiry?.monthText)
        writer.member("panExpirationYear", expiry?.yearText)
    }
}
