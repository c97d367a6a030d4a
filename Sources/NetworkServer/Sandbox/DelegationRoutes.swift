// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import HTTPService
internal import Store
internal import WireJSON

/// Sets which fields that are typed at a checkout an issuer's directory keeps (checkout 4.14, 6.2): what
/// `muster issuer set allowCheckoutUpdates.…` does, for tests.
struct DelegationRoutes: Sendable {
    static let fields = ["billingAddress", "shippingAddress"]

    let registry: any RegistryStore
    let callers: CallerDirectory

    /// - Parameter issuer: the `serviceId` or `directoryId` of a program, or the `srcClientId` of an issuer that has
    ///   one alone.
    /// - Throws: NOT_FOUND for an issuer that is not known; INVALID_ARGUMENT without a field.
    func set(_ body: AdminBody, issuer: String) throws -> HTTPResponse {
        let program = try program(issuer)
        var values: [(name: String, text: String)] = []
        for field in Self.fields {
            guard let isDelegated = try body.bool(field) else { continue }
            values.append(("allowCheckoutUpdates." + field, String(isDelegated)))
        }
        guard !values.isEmpty else {
            throw AdminBody.error(
                .cannotBeNull, "body", "must have at least one of " + Self.fields.joined(separator: ", "))
        }
        _ = try ProgramAdministration(registry: registry).set(values, name: nil, serviceId: program.serviceId)
        // The next call sees it.
        let updates = (callers.newest.programs[program.serviceId] ?? program).settings.allowCheckoutUpdates
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("serviceId", program.serviceId)
            writer.member("billingAddress", updates.billingAddress)
            writer.member("shippingAddress", updates.shippingAddress)
        }
        return .json(200, writer.bytes)
    }

    private func program(_ issuer: String) throws(ServiceError) -> Program {
        let registry = callers.newest
        let own = registry.programs(of: issuer)
        let found = registry.programs[issuer] ?? registry.programsByDirectoryId[issuer] ?? own.first
        // The general directory is nobody's to delegate.
        guard let found, found.serviceId != GeneralDirectory.serviceId else {
            throw ServiceError(
                .notFound, "There is no such issuer.",
                details: [ErrorDetail(.notFound, .path, "id", "is no serviceId, directoryId or srcClientId")])
        }
        guard own.count <= 1 else {
            throw ServiceError(
                .invalidArgument,
                details: [ErrorDetail(.multipleFound, .path, "id", "has several programs: name one by its serviceId")])
        }
        return found
    }
}
