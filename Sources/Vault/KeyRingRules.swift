// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// The rules that every key ring keeps, and the ways in which it may change.
extension KeyRingFile {
    /// Most keys a ring may hold, destroyed ones included.
    static let keysMax = 8192

    /// Refuses a ring that breaks a rule: ids and numbers are unique, each purpose has exactly one active key
    /// (the network's purposes none before their first), destroyed keys have no material and all others have some.
    func checkRules() throws(VaultError) {
        guard keys.count <= Self.keysMax else {
            throw VaultError(.keyRingMalformed, "the key ring holds more than \(Self.keysMax) keys")
        }
        var ids: Set<String> = []
        var numbers: Set<UInt16> = []
        for key in keys {
            guard ids.insert(key.id).inserted else { throw broken("two keys have the id", key) }
            guard (key.state == .destroyed) == (key.wrapped == nil) else { throw broken("no material fits", key) }
            guard (key.purpose == .seal) == (key.number != nil) else { throw broken("a number is amiss on", key) }
            if let number = key.number {
                guard number > 0, numbers.insert(number).inserted else { throw broken("the number is taken of", key) }
            }
        }
        for purpose in KeyPurpose.allCases {
            let own = keys.filter { $0.purpose == purpose }
            if own.isEmpty && KeyPurpose.network.contains(purpose) { continue }
            guard own.count(where: { $0.state == .active }) == 1 else {
                throw VaultError(.keyRingMalformed, "the key ring has not exactly one active \(purpose.rawValue) key")
            }
        }
    }

    private func broken(_ what: String, _ key: Record) -> VaultError {
        VaultError(.keyRingMalformed, "in the key ring \(what) \(key.id)", keyID: key.id)
    }

    /// A record for a new key, without material and not yet in the ring.
    func newRecord(_ purpose: KeyPurpose, at instant: Timestamp) throws(VaultError) -> Record {
        var number: UInt16?
        if purpose == .seal {
            let last = keys.compactMap(\.number).max() ?? 0
            guard last < .max else { throw VaultError(.keyNumbersExhausted, "all 65535 numbers of seal keys are used") }
            number = last + 1
        }
        return Record(
            id: newID(purpose, at: instant), purpose: purpose, created: instant.milliseconds, state: .active,
            number: number, wrapped: nil)
    }

    /// `<UTC yyyyMMddHHmmss>-<environment>-<label>`, and a counter behind it for a second key of the same second.
    private func newID(_ purpose: KeyPurpose, at instant: Timestamp) -> String {
        let stamp = String(instant.iso8601.filter { $0.isASCII && $0.isNumber }.prefix(14))
        let id = "\(stamp)-\(environment.rawValue)-\(purpose.label)"
        let taken = Set(keys.map(\.id))
        var count = 1
        var candidate = id
        while taken.contains(candidate) {
            count += 1
            candidate = "\(id)-\(count)"
        }
        return candidate
    }

    /// Takes `record` in as the active key of its purpose. The one before it becomes decrypt-only.
    mutating func activate(_ record: Record) {
        for index in keys.indices where keys[index].purpose == record.purpose && keys[index].state == .active {
            keys[index].state = .decryptOnly
        }
        keys.append(record)
        revision += 1
    }

    /// Forgets the material of a decrypt-only key.
    mutating func destroy(id: String) throws(VaultError) {
        guard let index = keys.firstIndex(where: { $0.id == id }) else {
            throw VaultError(.unknownKey, "the key ring has no key of this id", keyID: id)
        }
        switch keys[index].state {
        case .active:
            throw VaultError(.activeKey, "key \(id) is in use: rotate its purpose before destroying it", keyID: id)
        case .destroyed:
            throw VaultError(.destroyedKey, "key \(id) is destroyed already", keyID: id)
        case .decryptOnly:
            keys[index].state = .destroyed
            keys[index].wrapped = nil
            revision += 1
        }
    }
}

extension KeyRingFile.Record {
    var description: KeyDescription {
        KeyDescription(
            id: id, purpose: purpose, created: Timestamp(milliseconds: created), state: state, number: number)
    }
}
