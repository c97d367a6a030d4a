// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension Consumer {
    /// Writes the consumer in clear: for what is encrypted or sealed afterwards.
    public func writeRevealed(to writer: inout JSONWriter) {
        writer.object { writeRevealedMembers(to: &$0) }
    }

    /// The same without the braces, for an object that has more members.
    public func writeRevealedMembers(to writer: inout JSONWriter) {
        identities.writeRevealedMembers(to: &writer, asList: isLinked)
        writer.member("firstName", firstName)
        writer.member("lastName", lastName)
        writer.member("fullName", fullName)
        writer.member("countryCode", countryCode.value)
        writer.member("languageCode", languageCode.value)
        writer.member("nationalIdentifier", nationalIdentifier)
        guard let compliance else { return }
        writer.key("complianceSettings")
        compliance.write(to: &writer)
    }

    /// Reads a consumer as the wire and `writeRevealed` write one. Throws one error with every fault there is.
    public static func decode(
        _ value: JSONValue, rule: IdentityRule = .classic
    ) throws(ServiceError) -> Consumer {
        guard value.kind == .object else {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.invalidValue, .body, "consumer", "must be an object")])
        }
        var faults = FaultCollector()
        faults.enter("consumer")
        let consumer = value.withMembers(ConsumerMembers.v1) { faults.consumer(ConsumerMembers(members: $0), rule) }
        try faults.throwIfAny()
        guard let consumer else { throw ServiceError(.invalidArgument) }
        return consumer
    }
}
