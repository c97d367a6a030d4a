// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import FoundationEssentials

/// The content of `keyring.json`. It holds wrapped keys only; whoever reads it learns which keys exist, since when and
/// for what.
struct KeyRingFile: Codable, Equatable {
    static let format = "muster-key-ring"
    static let version = 1

    /// How the root key is found again.
    struct Root: Codable, Equatable {
        /// Set when the root key is derived from a passphrase.
        var scrypt: ScryptParameters?
        /// 16 bytes that only the right root key gives, so that a wrong one is told from a damaged ring.
        var check: HexBytes
    }

    /// One key.
    struct Record: Codable, Equatable {
        var id: String
        var purpose: KeyPurpose
        /// Milliseconds since the Unix epoch.
        var created: Int64
        var state: KeyState
        /// What sealed blobs call the key; only for `KeyPurpose.seal`, from 1, never used again.
        var number: UInt16?
        /// 12-byte nonce, ciphertext, 16-byte tag. Absent once the key is destroyed.
        var wrapped: HexBytes?
    }

    var format = Self.format
    var version = Self.version
    var environment: KeyEnvironment
    /// Counts the changes, so that a running process notices an older ring in the place of its own.
    var revision: Int64
    var root: Root
    /// Every key there ever was, oldest first. Destroyed keys stay, so that ids and numbers are never given out twice.
    var keys: [Record]
    /// HMAC-SHA-256 over everything above, under a key derived from the root key.
    var integrity = HexBytes([])

    /// What `integrity` authenticates.
    var authenticatedBytes: [UInt8] {
        var fields = AuthenticatedFields(label: format)
        fields.add(Int64(version))
        fields.add(environment.rawValue)
        fields.add(revision)
        fields.add(root.check.bytes)
        fields.add(root.scrypt?.salt.bytes)
        fields.add(Int64(root.scrypt?.n ?? 0))
        fields.add(Int64(root.scrypt?.r ?? 0))
        fields.add(Int64(root.scrypt?.p ?? 0))
        fields.add(Int64(keys.count))
        for key in keys {
            fields.add(key.id)
            fields.add(key.purpose.rawValue)
            fields.add(key.created)
            fields.add(key.state.rawValue)
            fields.add(Int64(key.number ?? 0))
            fields.add(key.wrapped?.bytes)
        }
        return fields.bytes
    }

    /// Reads the file's bytes. What it says is not to be believed before its integrity was checked.
    static func parse(_ content: [UInt8]) throws(VaultError) -> KeyRingFile {
        let file: KeyRingFile
        do {
            file = try JSONDecoder().decode(KeyRingFile.self, from: Data(content))
        } catch {
            throw VaultError(.keyRingMalformed, "the key ring file is not the JSON of a key ring")
        }
        guard file.format == Self.format, file.version == Self.version else {
            throw VaultError(.keyRingMalformed, "the key ring file is of a format or version that is not known here")
        }
        return file
    }

    /// The file's bytes: JSON for people to read, ending with a line break.
    func serialize() throws(VaultError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
        } catch {
            throw VaultError(.keyRingMalformed, "the key ring cannot be written as JSON")
        }
    }
}

/// Bytes that stand in JSON as hexadecimal text.
struct HexBytes: Codable, Equatable {
    var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let bytes = Hex.decode(try container.decode(String.self).utf8) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not hexadecimal")
        }
        self.bytes = bytes
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Hex.encode(bytes))
    }
}
