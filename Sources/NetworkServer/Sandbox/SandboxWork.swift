// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import PhoneNumbers
internal import Store
internal import Vault
internal import Verification

/// What the sandbox's switches do to what is kept.
struct SandboxWork: Sendable {
    let storage: ServerStorage
    let processing: ServerProcessing
    let callers: CallerDirectory
    let clock: SandboxClock
    let outbox: CodeOutbox
    let codes: OneTimeCodes
    let profiles: Profiles
    let passkeys: PasskeyList

    /// Does everything that is due by now, with what follows from it, and returns when it is on disk.
    func catchUp() throws {
        let now = clock.now
        processing.processor.waitUntilIdle()
        var next: Timestamp?
        repeat {
            try processing.due.runDue()
            processing.processor.waitUntilIdle()
            next = try storage.directory.read { try $0.nextDue() }
        } while next.map { $0 <= now } ?? false
        processing.notifications.delivery.runDue()
    }

    /// Empties the directory of a program, or every directory. Issuers, keys and programs stay. The names of batches
    /// are free again, so that the same portfolio can be enrolled once more. One-time codes and sessions at shops are
    /// of no program: they go, with what was counted and locked, when every directory does, or the general one.
    func reset(serviceId: String?) throws {
        for directory in try directories(serviceId) {
            try storage.inbox.forget(directory: directory)
            // What is queued finds no payload any more; what was prepared already is written before the rows go.
            processing.processor.waitUntilIdle()
            processing.notifications.delivery.forget(directory: directory)
            try storage.directory.write { try $0.deleteAll(directory: directory) }
        }
        guard serviceId == nil || serviceId == GeneralDirectory.serviceId else { return }
        try storage.directory.write { writing in
            try writing.deleteAllCodes()
            try writing.deleteAllSignIns()
        }
        outbox.removeAll()
        passkeys.removeAll()
    }

    /// Forgets one consumer by an identity: the profiles of a program or of all, as an issuer deletes them, what is
    /// staged for them, and what was counted of the identity's codes. Who is nobody is forgotten already.
    func reset(identity: String, serviceId: String?) throws {
        let channel = try AdminBody.required(
            CodeRoutes.channel(identity), "identity", reason: .invalidFormat, CodeRoutes.form)
        let keys = try directories(serviceId).map { directory in
            let identifier =
                switch channel {
                case .email(let email): Identifier(.email, storage.vault.emailIndex(email, directory: directory))
                case .mobile(let mobile): Identifier(.mobile, storage.vault.mobileIndex(mobile, directory: directory))
                }
            return DirectoryIdentifier(identifier, in: directory)
        }
        let by = Requestor(actor: "sandbox", srcCorrelationId: "reset")
        let (consumers, staged) = try storage.directory.read { reading in
            (try reading.consumers(identifiedBy: keys).compactMap { $0 }, try reading.stagedCards(identifiedBy: keys))
        }
        var seen = Set<Int64>()
        for row in consumers where seen.insert(row.id).inserted {
            do {
                try profiles.delete(row.id, directory: row.directory, by: by)
            } catch DirectoryRefusal.noProfile {
                // Somebody else was faster.
                continue
            }
        }
        let staging = Staging(store: storage.directory, clock: clock)
        for row in staged {
            do {
                try staging.withdraw(
                    externalConsumerId: row.externalConsumerId, externalCardId: row.externalCardId,
                    directory: row.directory, by: by)
            } catch DirectoryRefusal.noCard {
                continue
            }
        }
        try codes.forget(channel)
    }

    private func directories(_ serviceId: String?) throws(ServiceError) -> [Int64] {
        let registry = callers.registry
        guard let serviceId else { return registry.programsByDirectory.keys.sorted() }
        guard let program = registry.programs[serviceId] else {
            throw AdminBody.error(.notFound, "serviceId", "is not known")
        }
        return [program.directory]
    }
}
