// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

extension ConformanceCheck {
    static let registry = [
        ConformanceCheck("An onboarded issuer comes back whole, also after reopening") { try onboarding($0) },
        ConformanceCheck("Onboarding what exists is refused, and leaves nothing half done") { try conflicts($0) },
        ConformanceCheck("Settings and status change for those who exist") { try changes($0) },
        ConformanceCheck("Settings are replaced only where they are as expected, and what changed is kept") {
            try settingChanges($0)
        },
        ConformanceCheck("The version moves for every change, made here or elsewhere, and only then") {
            try versions($0)
        },
    ]
}

/// Everything that onboards one issuer. The number makes all names distinct.
private struct Issuer {
    var client: ClientRow
    var signingKeys: [SigningKeyRow]
    var payloadKeys: [PayloadKeyRow]
    var program: ProgramRow

    init(_ number: Int) {
        let id = "client-\(number)"
        client = ClientRow(srcClientId: id, name: "Bank Nº\(number)", created: noon)
        signingKeys = [
            SigningKeyRow(consumerKey: "key-\(number)-a", srcClientId: id, publicKey: [1, UInt8(number)]),
            SigningKeyRow(consumerKey: "key-\(number)-b", srcClientId: id, publicKey: [0], isActive: false),
        ]
        payloadKeys = [
            PayloadKeyRow(srcClientId: id, fingerprint: "aa\(number)", publicKey: [2, UInt8(number)]),
            PayloadKeyRow(
                srcClientId: id, fingerprint: "bb", publicKey: [], isDefault: false, isActive: false),
        ]
        program = ProgramRow(
            directory: 0, serviceId: "service-\(number)", directoryId: "directory-\(number)", srcClientId: id,
            name: "Debit", settings: Array("{\"n\":\(number)}".utf8), created: noon)
    }

    func add(to registry: any RegistryStore) throws -> Int64 {
        try registry.add(client: client, signingKeys: signingKeys, payloadKeys: payloadKeys, program: program)
    }
}

private func settingChanges(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    let issuer = Issuer(1)
    _ = try issuer.add(to: registry)
    let changes = [
        SettingChangeRow(at: noon, setting: "a", old: "1", new: "2"),
        SettingChangeRow(at: noon, setting: "b", old: "", new: "x"),
    ]
    func set(_ new: [UInt8], insteadOf old: [UInt8], _ serviceId: String) throws -> Bool {
        try registry.setSettings(new, insteadOf: old, serviceId: serviceId, changes: changes)
    }
    try expect(set([1], insteadOf: [9], "service-1"), equals: false)
    try expect(set([1], insteadOf: issuer.program.settings, "service-2"), equals: false)
    try expect(registry.settingChanges(serviceId: "service-1"), equals: [])
    try expect(set([1], insteadOf: issuer.program.settings, "service-1"), equals: true)
    try expect(registry.snapshot().programs.map(\.settings), equals: [[1]])
    try expect(registry.settingChanges(serviceId: "service-1"), equals: changes)
    try expect(registry.settingChanges(serviceId: "service-2"), equals: [])
}

private func check(_ snapshot: RegistrySnapshot, holds issuers: [(Issuer, directory: Int64)]) throws {
    let wanted = issuers.sorted { $0.directory < $1.directory }
    try expect(
        snapshot.clients.sorted { $0.srcClientId < $1.srcClientId },
        equals: wanted.map(\.0.client).sorted { $0.srcClientId < $1.srcClientId })
    try expect(
        snapshot.signingKeys.sorted { $0.consumerKey < $1.consumerKey },
        equals: wanted.flatMap(\.0.signingKeys).sorted { $0.consumerKey < $1.consumerKey })
    let order = { (key: PayloadKeyRow) in key.srcClientId + "/" + key.fingerprint }
    try expect(
        snapshot.payloadKeys.sorted { order($0) < order($1) },
        equals: wanted.flatMap(\.0.payloadKeys).sorted { order($0) < order($1) })
    let programs = wanted.map { issuer, directory in
        var program = issuer.program
        program.directory = directory
        return program
    }
    try expect(snapshot.programs.sorted { $0.directory < $1.directory }, equals: programs)
}

private func onboarding(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    try check(registry.snapshot(), holds: [])
    let (first, second) = (Issuer(1), Issuer(2))
    let held = [(first, directory: try first.add(to: registry)), (second, directory: try second.add(to: registry))]
    try expect(held[0].directory != held[1].directory, "every program has a directory of its own")
    try check(registry.snapshot(), holds: held)
    try check(fixture.openRegistry().snapshot(), holds: held)
}

private func conflicts(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    let held = Issuer(1)
    let directory = try held.add(to: registry)
    var sameClient = Issuer(2)
    sameClient.client.srcClientId = held.client.srcClientId
    var sameConsumerKey = Issuer(2)
    sameConsumerKey.signingKeys[1].consumerKey = held.signingKeys[0].consumerKey
    var samePayloadKey = Issuer(2)
    samePayloadKey.payloadKeys[1].fingerprint = samePayloadKey.payloadKeys[0].fingerprint
    var sameService = Issuer(2)
    sameService.program.serviceId = held.program.serviceId
    var sameDirectory = Issuer(2)
    sameDirectory.program.directoryId = held.program.directoryId
    var strangersKey = Issuer(2)
    strangersKey.signingKeys[0].srcClientId = "nobody"
    var strangersProgram = Issuer(2)
    strangersProgram.program.srcClientId = "nobody"
    for issuer in [
        sameClient, sameConsumerKey, samePayloadKey, sameService, sameDirectory, strangersKey, strangersProgram,
    ] {
        try expect(.conflict) { _ = try issuer.add(to: registry) }
        try check(registry.snapshot(), holds: [(held, directory: directory)])
    }
    let second = Issuer(2)
    let secondDirectory = try second.add(to: registry)
    try check(
        registry.snapshot(), holds: [(held, directory: directory), (second, directory: secondDirectory)])
}

private func changes(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    var issuer = Issuer(1)
    let directory = try issuer.add(to: registry)
    try expect(try registry.setSettings([9, 0, 9], serviceId: "service-1"), "the program exists")
    try expect(try !registry.setSettings([8], serviceId: "service-2"), "there is no such program")
    try expect(try registry.setStatus(.locked, srcClientId: "client-1"), "the client exists")
    try expect(try !registry.setStatus(.locked, srcClientId: "client-2"), "there is no such client")
    issuer.program.settings = [9, 0, 9]
    issuer.client.status = .locked
    try check(registry.snapshot(), holds: [(issuer, directory: directory)])
    try check(fixture.openRegistry().snapshot(), holds: [(issuer, directory: directory)])
    try expect(try registry.setStatus(.active, srcClientId: "client-1"), "the client exists")
    issuer.client.status = .active
    try check(registry.snapshot(), holds: [(issuer, directory: directory)])
}

private func versions(_ fixture: any StoreFixture) throws {
    let (here, elsewhere) = (try fixture.openRegistry(), try fixture.openRegistry())
    var seen = [try here.version()]
    func moves(_ change: String, _ body: () throws -> Void) throws {
        try body()
        let version = try here.version()
        try expect(!seen.contains(version), "\(change) moves the version")
        try expect(try here.version(), equals: version, "the version stands still")
        seen.append(version)
    }
    for registry in [here, elsewhere] {
        let number = registry === here ? 1 : 2
        try moves("an issuer") { _ = try Issuer(number).add(to: registry) }
        try moves("a setting") { _ = try registry.setSettings([7], serviceId: "service-\(number)") }
        try moves("a status") { _ = try registry.setStatus(.locked, srcClientId: "client-\(number)") }
        _ = try? Issuer(number).add(to: registry)
        _ = try registry.setSettings([7], serviceId: "none")
        _ = try registry.snapshot()
        try expect(try here.version(), equals: seen.last ?? 0, "nothing changed")
    }
}
