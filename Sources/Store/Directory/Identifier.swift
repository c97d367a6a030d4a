// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Vault

/// Something that a consumer is known by: the blind index of an email address or a mobile number.
public struct Identifier: Sendable, Hashable {
    public var kind: BlindIndexKind
    public var index: BlindIndex

    public init(_ kind: BlindIndexKind, _ index: BlindIndex) {
        self.kind = kind
        self.index = index
    }
}

/// An identifier in one of the directories.
public struct DirectoryIdentifier: Sendable, Hashable {
    public var directory: Int64
    public var identifier: Identifier

    public init(_ identifier: Identifier, in directory: Int64) {
        self.identifier = identifier
        self.directory = directory
    }
}

/// A row that is found by what its consumer is known by. Nearly every consumer has one email address and one mobile
/// number; in programs with flexible identities it may lack one of them, and may have more (enrollment 11).
public protocol IdentifiedRow {
    var email: BlindIndex? { get }
    var mobile: BlindIndex? { get }
    var moreIdentifiers: [Identifier] { get }
}

extension IdentifiedRow {
    /// Every identifier, each once.
    public var identifiers: [Identifier] {
        var all: [Identifier] = []
        all.reserveCapacity(2 + moreIdentifiers.count)
        if let email { all.append(Identifier(.email, email)) }
        if let mobile { all.append(Identifier(.mobile, mobile)) }
        return all + moreIdentifiers
    }

    /// Gives every identifier, each once: without an array, for the many consumers of a batch.
    public func forEachIdentifier(_ body: (Identifier) -> Void) {
        if let email { body(Identifier(.email, email)) }
        if let mobile { body(Identifier(.mobile, mobile)) }
        for identifier in moreIdentifiers { body(identifier) }
    }

    public func isIdentified(by index: BlindIndex, _ kind: BlindIndexKind) -> Bool {
        switch kind {
        case .email where email == index: true
        case .mobile where mobile == index: true
        default: moreIdentifiers.contains(Identifier(kind, index))
        }
    }
}
