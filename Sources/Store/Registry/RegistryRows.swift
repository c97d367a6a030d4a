// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A party that calls the network: an issuer or its processor (enrollment 1.2), or an integrator of shops (checkout 1).
public struct ClientRow: Sendable, Equatable {
    public enum Status: Int64, Sendable {
        case active = 1
        case locked = 2
    }

    /// The UUID handed out at onboarding.
    public var srcClientId: String
    public var name: String
    public var status: Status
    public var created: Timestamp

    public init(srcClientId: String, name: String, status: Status = .active, created: Timestamp) {
        self.srcClientId = srcClientId
        self.name = name
        self.status = status
        self.created = created
    }
}

/// A public key that a client signs requests with. A client may have several; the full consumer key selects one.
public struct SigningKeyRow: Sendable, Equatable {
    public var consumerKey: String
    public var srcClientId: String
    /// DER SubjectPublicKeyInfo.
    public var publicKey: [UInt8]
    public var isActive: Bool

    public init(consumerKey: String, srcClientId: String, publicKey: [UInt8], isActive: Bool = true) {
        self.consumerKey = consumerKey
        self.srcClientId = srcClientId
        self.publicKey = publicKey
        self.isActive = isActive
    }
}

/// A public key that response payloads for a client are encrypted to (enrollment 3.4).
public struct PayloadKeyRow: Sendable, Equatable {
    public var srcClientId: String
    /// Lower-case hex SHA-256 of the SubjectPublicKeyInfo.
    public var fingerprint: String
    /// DER certificate or DER SubjectPublicKeyInfo.
    public var publicKey: [UInt8]
    public var isDefault: Bool
    public var isActive: Bool

    public init(
        srcClientId: String, fingerprint: String, publicKey: [UInt8], isDefault: Bool = true, isActive: Bool = true
    ) {
        self.srcClientId = srcClientId
        self.fingerprint = fingerprint
        self.publicKey = publicKey
        self.isDefault = isDefault
        self.isActive = isActive
    }
}

/// A program and its directory (enrollment 12.4: one directory for each `serviceId`).
public struct ProgramRow: Sendable, Equatable {
    /// The directory's number, given by the store. It leads every key of the directory.
    public var directory: Int64
    public var serviceId: String
    public var directoryId: String
    /// The client that owns the program.
    public var srcClientId: String
    public var name: String
    /// The program's settings as JSON; the module Directory reads them.
    public var settings: [UInt8]
    public var created: Timestamp

    public init(
        directory: Int64, serviceId: String, directoryId: String, srcClientId: String, name: String,
        settings: [UInt8], created: Timestamp
    ) {
        self.directory = directory
        self.serviceId = serviceId
        self.directoryId = directoryId
        self.srcClientId = srcClientId
        self.name = name
        self.settings = settings
        self.created = created
    }
}

/// One change of one setting of a program: the audit of the operator's work.
public struct SettingChangeRow: Sendable, Equatable {
    public var at: Timestamp
    public var setting: String
    public var old: String
    public var new: String

    public init(at: Timestamp, setting: String, old: String, new: String) {
        self.at = at
        self.setting = setting
        self.old = old
        self.new = new
    }
}

/// Everything that the registry holds, read at one moment.
public struct RegistrySnapshot: Sendable {
    public var clients: [ClientRow]
    public var signingKeys: [SigningKeyRow]
    public var payloadKeys: [PayloadKeyRow]
    public var programs: [ProgramRow]
    /// The shops.
    public var applications: [ApplicationRow]

    public init(
        clients: [ClientRow], signingKeys: [SigningKeyRow], payloadKeys: [PayloadKeyRow], programs: [ProgramRow],
        applications: [ApplicationRow] = []
    ) {
        self.clients = clients
        self.signingKeys = signingKeys
        self.payloadKeys = payloadKeys
        self.programs = programs
        self.applications = applications
    }
}
