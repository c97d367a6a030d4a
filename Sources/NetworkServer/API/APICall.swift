// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import HTTPService

/// One signed call of a known client.
struct APICall: Sendable {
    var request: HTTPRequest
    var operation: Operation
    var caller: Caller
    /// The registry as it was when the call came.
    var registry: CallerRegistry
    var query: QueryItems
    /// Fresh, for when the caller gave none.
    var freshCorrelationId: String
    /// The month that cards must not have expired before.
    var today: CalendarMonth
    /// How this call's refusals are written.
    var layouts = ErrorLayouts()
}

extension APICall {
    /// The program of a call of either generation: the one that it names, or the one whose directory its path names.
    func destination(
        srcClientId: SrcClientID, serviceId: ServiceID?, from source: SourceType
    ) throws(ServiceError) -> Program {
        operation.generation == .v1
            ? try program(srcClientId: srcClientId, serviceId: serviceId, from: source)
            : try directory(srcClientId: srcClientId, serviceId: serviceId, from: source)
    }

    /// The program that a call names, when the caller may use it.
    ///
    /// - Throws: INVALID_STATE for ids that nobody has, PERMISSION_DENIED for those of somebody else (enrollment 6.6).
    func program(_ common: CommonQuery, from source: SourceType) throws(ServiceError) -> Program {
        try program(srcClientId: common.srcClientId, serviceId: common.serviceId, from: source)
    }

    /// The same for ids that came in another shape.
    func program(
        srcClientId: SrcClientID, serviceId: ServiceID?, from source: SourceType
    ) throws(ServiceError) -> Program {
        guard let serviceId else {
            throw ServiceError(
                .invalidArgument, details: [ErrorDetail(.cannotBeNull, source, "serviceId", "must not be null")])
        }
        try check(srcClientId, from: source)
        guard let program = registry.programs[serviceId.value] else {
            throw Self.error(.invalidState, source, "serviceId", "The serviceId is not known.")
        }
        guard program.srcClientId == caller.srcClientId else {
            throw Self.error(.permissionDenied, source, "serviceId", "The serviceId is not this client's.")
        }
        layouts.follow(program.settings)
        return program
    }

    /// The general directory, and the caller's program that issues the card: the oldest one (enrollment 6.4).
    func general(srcClientId: SrcClientID) throws(ServiceError) -> (general: Program, issuer: Program) {
        try check(srcClientId, from: .body)
        guard let general = registry.general, let issuer = registry.program(of: caller.srcClientId, named: nil),
            issuer.settings.tokenConnect
        else {
            throw Self.error(.permissionDenied, .body, "serviceId", "The client does not push into this program.")
        }
        layouts.follow(issuer.settings)
        return (general, issuer)
    }

    /// The program whose directory the path names (enrollment 12.4: there is one of each for the other).
    func directory(
        srcClientId: SrcClientID, serviceId: ServiceID?, from source: SourceType
    ) throws(ServiceError) -> Program {
        try check(srcClientId, from: source)
        let program = try owned("directoryId", "directory")
        if let serviceId, serviceId.value != program.serviceId {
            let named = registry.programs[serviceId.value]
            throw named.map { $0.srcClientId != caller.srcClientId } ?? false
                ? Self.error(.permissionDenied, source, "serviceId", "The serviceId is not this client's.")
                : Self.error(.invalidState, source, "serviceId", "The serviceId is not the directory's.")
        }
        layouts.follow(program.settings)
        return program
    }

    /// The program whose integration id the path names: it is that of its directory (processing 10.3; choice).
    func integration() throws(ServiceError) -> Program {
        let program = try owned("integrationId", "integration")
        layouts.follow(program.settings)
        return program
    }

    /// The caller's own program whose directory a parameter of the path names; `what` is the word for it.
    private func owned(_ name: String, _ what: String) throws(ServiceError) -> Program {
        guard let program = registry.programsByDirectoryId[parameter(name)] else {
            let message = "There is no such \(what)."
            throw ServiceError(.notFound, message, details: [ErrorDetail(.notFound, .path, name, message)])
        }
        guard program.srcClientId == caller.srcClientId else {
            throw Self.error(.permissionDenied, .path, name, "The \(what) is not this client's.")
        }
        return program
    }

    private func check(_ srcClientId: SrcClientID, from source: SourceType) throws(ServiceError) {
        guard srcClientId.value == caller.srcClientId else {
            throw registry.callers[srcClientId.value] == nil
                ? Self.error(.invalidState, source, "srcClientId", "The srcClientId is not known.")
                : Self.error(.permissionDenied, source, "srcClientId", "The srcClientId is another client's.")
        }
    }

    static func error(
        _ errorClass: ErrorClass, _ sourceType: SourceType, _ source: String, _ message: String
    ) -> ServiceError {
        ServiceError(errorClass, message, details: [ErrorDetail(.invalidValue, sourceType, source, message)])
    }

    /// The correlation id of the call: the caller's own, or a new one.
    func correlation(_ given: CorrelationID?) -> String { given?.value ?? freshCorrelationId }

    /// A parameter of the path.
    func parameter(_ name: String) -> String { request.parameter(name) ?? "" }
}
