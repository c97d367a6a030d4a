// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

extension ConformanceCheck {
    static let applications = [
        ConformanceCheck("A shop comes back whole with its integrator, also after reopening") { try onboarding($0) },
        ConformanceCheck("A shop that exists, or of a client that does not, is refused whole") { try conflicts($0) },
        ConformanceCheck("A shop is changed for its own client alone") { try changes($0) },
        ConformanceCheck("A shop's settings are replaced only where they are as expected, and what changed is kept") {
            try settingChanges($0)
        },
    ]
}

private func shop(_ number: Int, of client: Int) -> ApplicationRow {
    ApplicationRow(
        srcDpaId: "shop-\(number)", srcClientId: "client-\(client)", name: "Shop \(number)", presentationName: "Shöp",
        origins: ["https://shop\(number).example", "http://127.0.0.1:81"], settings: Array("{}".utf8), created: noon)
}

private func add(_ number: Int, _ application: ApplicationRow, to registry: any RegistryStore) throws {
    let id = "client-\(number)"
    try registry.add(
        client: ClientRow(srcClientId: id, name: "Shop", created: noon),
        signingKeys: [SigningKeyRow(consumerKey: "key-\(number)", srcClientId: id, publicKey: [1])],
        payloadKeys: [PayloadKeyRow(srcClientId: id, fingerprint: "aa", publicKey: [2])], application: application)
}

private func onboarding(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    let before = try registry.version()
    try add(1, shop(1, of: 1), to: registry)
    try expect(try registry.version() != before, "a shop moves the version")
    try registry.add(application: shop(2, of: 1))
    for registry in [registry, try fixture.openRegistry()] {
        let snapshot = try registry.snapshot()
        try expect(snapshot.applications, equals: [shop(1, of: 1), shop(2, of: 1)])
        try expect(snapshot.clients.map(\.srcClientId), equals: ["client-1"])
        try expect(snapshot.signingKeys.map(\.consumerKey), equals: ["key-1"])
        try expect(snapshot.payloadKeys.map(\.srcClientId), equals: ["client-1"])
        try expect(snapshot.programs, equals: [])
    }
}

private func conflicts(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    try add(1, shop(1, of: 1), to: registry)
    try expect(.conflict) { try add(2, shop(1, of: 2), to: registry) }
    try expect(.conflict) { try add(1, shop(2, of: 1), to: registry) }
    try expect(.conflict) { try add(2, shop(2, of: 9), to: registry) }
    try expect(.conflict) { try registry.add(application: shop(1, of: 1)) }
    try expect(.conflict) { try registry.add(application: shop(2, of: 9)) }
    let snapshot = try registry.snapshot()
    try expect(snapshot.applications, equals: [shop(1, of: 1)])
    try expect(snapshot.clients.map(\.srcClientId), equals: ["client-1"])
    try expect(snapshot.signingKeys.count, equals: 1)
}

private func changes(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    try add(1, shop(1, of: 1), to: registry)
    try add(2, shop(2, of: 2), to: registry)
    var changed = shop(1, of: 1)
    changed.name = "New"
    changed.presentationName = "Newer"
    changed.origins = ["https://new.example"]
    changed.settings = [9]
    changed.created = noon.advanced(by: .seconds(60))
    try expect(try registry.replace(application: changed), equals: true)
    try expect(try registry.replace(application: shop(1, of: 2)), equals: false)
    try expect(try registry.replace(application: shop(3, of: 1)), equals: false)
    changed.created = noon
    try expect(try fixture.openRegistry().snapshot().applications, equals: [changed, shop(2, of: 2)])
}

private func settingChanges(_ fixture: any StoreFixture) throws {
    let registry = try fixture.openRegistry()
    try add(1, shop(1, of: 1), to: registry)
    let old = shop(1, of: 1).settings
    let changes = [
        SettingChangeRow(at: noon, setting: "a", old: "1", new: "2"),
        SettingChangeRow(at: noon, setting: "b", old: "", new: "x"),
    ]
    func set(_ new: [UInt8], insteadOf old: [UInt8], _ srcDpaId: String) throws -> Bool {
        try registry.setSettings(new, insteadOf: old, srcDpaId: srcDpaId, changes: changes)
    }
    try expect(set([1], insteadOf: [9], "shop-1"), equals: false)
    try expect(set([1], insteadOf: old, "shop-2"), equals: false)
    try expect(registry.settingChanges(srcDpaId: "shop-1"), equals: [])
    let version = try registry.version()
    try expect(set([1], insteadOf: old, "shop-1"), equals: true)
    try expect(try registry.version() != version, "a changed setting moves the version")
    for registry in [registry, try fixture.openRegistry()] {
        try expect(registry.snapshot().applications.map(\.settings), equals: [[1]])
        try expect(registry.settingChanges(srcDpaId: "shop-1"), equals: changes)
    }
}
