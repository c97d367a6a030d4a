// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Directory

/// What is known of a client, as it is sealed.
public struct StoredClient: Sendable, Equatable {
    public var clientNumber: String
    public var clientType: String
    public var firstName: String?
    public var lastName: String?
    /// At most 64 characters.
    public var shortName: String

    init(clientNumber: String, clientType: String, shortName: String) {
        self.clientNumber = clientNumber
        self.clientType = clientType
        self.shortName = shortName
    }

    init(_ request: ClientRequest) {
        clientNumber = request.clientNumber
        clientType = request.clientType
        firstName = request.firstName
        lastName = request.lastName
        let names = [request.firstName, request.lastName].compactMap { $0 }.joined(separator: " ")
        shortName = request.clientShortName ?? String((names.isEmpty ? request.clientNumber : names).prefix(64))
    }

    /// The plaintext to seal.
    var encoded: [UInt8] {
        var writer = RecordWriter(version: 1, capacity: 96)
        for text in [clientNumber, clientType, firstName, lastName, shortName] { writer.add(text) }
        return writer.bytes
    }

    init(encoded: [UInt8]) throws(RecordError) {
        var reader = try RecordReader(encoded, version: 1, record: "client")
        clientNumber = try reader.required()
        clientType = try reader.required()
        firstName = try reader.text()
        lastName = try reader.text()
        shortName = try reader.required()
    }
}

/// An account's number at the issuer, as it is sealed.
struct StoredAccount: Sendable, Equatable {
    var accountContractNumber: String

    var encoded: [UInt8] {
        var writer = RecordWriter(version: 1, capacity: 72)
        writer.add(accountContractNumber)
        return writer.bytes
    }
}

extension StoredClient: CustomStringConvertible, CustomReflectable {
    /// Never personal data.
    public var description: String { "StoredClient(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
