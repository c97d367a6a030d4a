// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store

/// The ordinary Click to Pay directory, which belongs to no issuer: pushed cards go there (enrollment 1.2). Its program
/// is the network's own, whose client has no key and cannot call.
enum GeneralDirectory {
    static let serviceId = ServiceID.general.value

    /// Makes it in a data directory that has none yet.
    static func make(in registry: any RegistryStore, clock: any WallClock, entropy: any EntropySource) throws {
        guard try !registry.snapshot().programs.contains(where: { $0.serviceId == serviceId }) else { return }
        let owner = ClientRow(srcClientId: entropy.uuid(), name: "Click to Pay", status: .locked, created: clock.now)
        var settings = ProgramSettings()
        settings.issuerName = "Click to Pay"
        settings.tokenConnect = false
        let program = ProgramRow(
            directory: 0, serviceId: serviceId, directoryId: entropy.uuid(), srcClientId: owner.srcClientId,
            name: owner.name, settings: try settings.json(), created: clock.now)
        _ = try registry.add(client: owner, signingKeys: [], payloadKeys: [], program: program)
    }
}
