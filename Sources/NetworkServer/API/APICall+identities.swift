// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory

/// Flexible identities are a matter of the program (enrollment 11).
extension APICall {
    /// Which identities a consumer must have that comes in this call's body: known before the body is read as a whole,
    /// so that one answer names everything that is wrong. For a program that is not there, or another's, it does not
    /// matter.
    func identityRule(serviceId: String?) -> IdentityRule {
        let program =
            operation == .enrollCard
            ? serviceId.flatMap { registry.programs[$0] } : registry.programsByDirectoryId[parameter("directoryId")]
        return program?.settings.identityRule ?? .classic
    }

    /// Refuses `linkedIdentities` of a program that is not flexible.
    static func refuseLinked(_ isLinked: Bool, _ program: Program) throws(ServiceError) {
        guard isLinked, !program.settings.flexibleIdentities else { return }
        throw error(
            .permissionDenied, .body, "consumer.linkedIdentities", "The program has no flexible identities.")
    }
}
