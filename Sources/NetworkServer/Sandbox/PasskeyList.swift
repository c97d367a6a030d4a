// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Synchronization
internal import Verification

/// The passkeys that a sandbox makes believe (checkout 5.4): who has one, and in which browsers. In memory alone.
final class PasskeyList: Sendable {
    /// Identities and app instances at most, each.
    static let countMax = 1000
    private static let idBytesMax = 64

    private struct Seed {
        /// Empty: everybody.
        var identities: Set<CodeChannel> = []
        /// Empty: in every browser.
        var appInstances: Set<String> = []
    }

    private let seed = Mutex(Seed())

    /// Gives identities a passkey, in some browsers or in all; two empty lists take all of them back.
    func seed(_ body: AdminBody) throws(ServiceError) {
        let given = try body.strings("appInstanceIds", max: Self.countMax)
        let appInstances = given ?? []
        let identities = try AdminBody.required(
            body.strings("identities", max: Self.countMax) ?? given.map { _ in [] }, "identities")
        guard appInstances.allSatisfy({ (1...Self.idBytesMax).contains($0.utf8.count) }) else {
            throw AdminBody.error(
                .invalidFormat, "appInstanceIds", "each must have 1 to \(Self.idBytesMax) bytes")
        }
        let channels = try identities.map { (identity) throws(ServiceError) in
            try AdminBody.required(
                CodeRoutes.channel(identity), "identities", reason: .invalidFormat, "each \(CodeRoutes.form)")
        }
        seed.withLock { $0 = Seed(identities: Set(channels), appInstances: Set(appInstances)) }
    }

    /// Whether a browser, by its app instance, has a passkey for an identity.
    func holds(_ identity: LinkedIdentity, _ appInstance: String?) -> Bool {
        seed.withLock { seed in
            guard !seed.identities.isEmpty || !seed.appInstances.isEmpty else { return false }
            return (seed.identities.isEmpty || seed.identities.contains(CodeChannel(identity)))
                && (seed.appInstances.isEmpty || appInstance.map(seed.appInstances.contains) ?? false)
        }
    }

    func removeAll() {
        seed.withLock { $0 = Seed() }
    }
}
