// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Directory
import Foundation
import JOSE
import Store
import StoreSQLite
import Testing
import Vault
import WireJSON

@testable import TokenConnect

/// Token Connect in one process: a real store in a temporary folder, a clock that is moved by hand.
final class Pushes {
    static let actor = "0a1b2c3d-0000-4000-8000-0123456789ab"
    static let clickToPay = "50123197928"
    static let wallet = "50199999999"
    static let origin = "https://network.example"

    let clock = ManualClock()
    let vault: Vault
    let store: SQLiteDirectoryStore
    let receipts: Receipts
    let push: CardPush
    var settings = ProgramSettings()
    private let key: DecryptionKey
    private let path: String

    init(isSandbox: Bool = true) throws {
        path = NSTemporaryDirectory() + "muster-push-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        vault = try SharedVault.shared.get().vault
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 1 << 20)
        receipts = Receipts(
            store: store, vault: vault, clock: clock, entropy: SeededEntropy(seed: 7), isSandbox: isSandbox)
        let network = try vault.networkKeys.encryptionKey
        let key = DecryptionKey(network.privateKey, keyID: network.id)
        self.key = key
        push = CardPush(
            receipts: receipts, vault: vault, clock: clock, isSandbox: isSandbox,
            keys: { try DecryptionKeySet([key]) })
    }

    deinit {
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// What an answer, or the refusal of the whole request, holds.
    struct Answer {
        var text: String
        var json: JSONValue

        var receipts: [String] {
            json["pushAccountReceipts"]?.elements.compactMap { $0["pushAccountReceipt"]?.string } ?? []
        }
        /// Reason and description of each error, of the request or else of its accounts.
        var errors: [String] {
            var errors = json["errors"].map { Array($0.elements) } ?? []
            for account in json["pushAccountReceipts"].map({ Array($0.elements) }) ?? [] {
                errors += account["errors"].map { Array($0.elements) } ?? []
            }
            return errors.map { error in
                let (reason, text) = (error["reasonCode"]?.string ?? "", error["description"]?.string ?? "")
                return text.contains(" - ") ? reason + " " + (text.split(separator: " ").last ?? "") : reason
            }
        }
    }

    static func account(
        _ id: String = "CA-0001", pan: String = "5120340000000004", month: String? = "12", year: String? = "30",
        more: String = ""
    ) -> String {
        let expiry =
            (month.map { #","expiryMonth":"\#($0)""# } ?? "") + (year.map { #","expiryYear":"\#($0)""# } ?? "")
        return #"{"pushAccountId":"\#(id)","fundingAccountData":{"cardAccountData":{"accountNumber":"\#(pan)""#
            + expiry + "}" + more + "}}"
    }

    func payload(_ accounts: [String], hash: OAEPHash = .sha256, mode: MDESPayload.Mode = .cbc) throws -> String {
        let plaintext = "[" + accounts.joined(separator: ",") + "]"
        let payload = try MDESPayload.encrypt(
            Array(plaintext.utf8), to: key.privateKey.publicKey, hash: hash, mode: mode)
        var writer = JSONWriter()
        payload.write(to: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// - Parameter members: further members of the request, such as `,"signatureData":{}`.
    func send(
        _ accounts: [String] = [Pushes.account()], to requestor: String = Pushes.clickToPay, members: String = "",
        payload: String? = nil, directory: Int64 = 1
    ) throws -> Answer {
        let payload = try payload ?? self.payload(accounts)
        return try send(
            body: #"{"requestId":"r-1","tokenRequestorId":"\#(requestor)","pushFundingAccounts":"#
                + #"{"encryptedPayload":\#(payload)}\#(members)}"#, directory: directory)
    }

    func send(body: String, directory: Int64 = 1) throws -> Answer {
        let root = try JSONDocument.parse(Array(body.utf8)).root
        let issuer = CardPush.Issuer(directory: directory, settings: settings, actor: Self.actor)
        var json: [UInt8]
        do {
            json = try push.answer(root, by: issuer, origin: Self.origin, responseId: "r-1")
        } catch let refusal as TokenConnectRefusal {
            json = refusal.json(responseId: "r-1")
        }
        return Answer(text: String(decoding: json, as: UTF8.self), json: try JSONDocument.parse(json).root)
    }

    /// One receipt for the card that Click to Pay may have.
    func receipt(_ account: String = Pushes.account(), members: String = "", directory: Int64 = 1) throws -> String {
        try #require(try send([account], members: members, directory: directory).receipts.first)
    }
}

/// A vault with the network's keys, made once: RSA keys take their time.
final class SharedVault: Sendable {
    static let shared = Result { try SharedVault() }

    let vault: Vault

    init() throws {
        let path = NSTemporaryDirectory() + "muster-push-vault-" + UUID().uuidString
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
        _ = try vault.networkKeys
        // The keys are in memory, and nobody changes the ring.
        try FileManager.default.removeItem(atPath: path)
    }
}
