// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// PUT of a profile (enrollment 10.2).
public struct UpdateProfileRequest: Sendable {
    public var common: CommonQuery
    public var change: Change<ConsumerPatch>
    /// They replace the consents of the same name.
    public var compliance: ComplianceSettings?

    public init(common: CommonQuery, change: Change<ConsumerPatch>, compliance: ComplianceSettings? = nil) {
        self.common = common
        self.change = change
        self.compliance = compliance
    }

    /// Reads a request; the query may carry what is not in the body. Throws one error with every fault there is.
    public static func decode(
        _ body: JSONValue, query: QueryItems = QueryItems(), generation: APIGeneration = .v1
    ) throws(ServiceError) -> UpdateProfileRequest {
        var faults = FaultCollector()
        guard body.kind == .object else {
            throw ServiceError(.invalidArgument, details: [.bodyIsNoObject])
        }
        let common = faults.common(body, query, generation)
        let change = faults.profileChange(body)
        let compliance = faults.compliance(body["complianceSettings"])
        try faults.throwIfAny()
        guard let common, let change else { throw ServiceError(.invalidArgument) }
        return UpdateProfileRequest(common: common, change: change, compliance: compliance)
    }
}

extension FaultCollector {
    fileprivate mutating func profileChange(_ body: JSONValue) -> Change<ConsumerPatch>? {
        let plain = body["consumer"].flatMap { $0.isNull ? nil : $0 }
        let sealed = body["encryptedConsumer"].flatMap { $0.isNull ? nil : $0 }
        switch (plain, sealed) {
        case (nil, nil):
            add(.cannotBeNull, "consumer", "must not be null")
            return nil
        case (_?, _?):
            add(.invalidValue, "encryptedConsumer", "must not be sent together with consumer")
            return nil
        case (nil, let sealed?):
            return encrypted(sealed, "encryptedConsumer").map { .encrypted($0) }
        case (let plain?, nil):
            enter("consumer")
            defer { leave() }
            return .plain(patch(plain))
        }
    }
}

extension ErrorDetail {
    static let bodyIsNoObject = ErrorDetail(.invalidValue, .body, "Request body", "must be an object")
}
