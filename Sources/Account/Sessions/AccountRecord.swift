// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import PhoneNumbers

/// A session of the account as it is sealed in its row.
struct AccountRecord: Sendable, Equatable {
    /// Records of the same table have 1 and 2.
    private static let layout: UInt8 = 3

    /// What was proved, now or when the browser was remembered.
    var identity: LinkedIdentity
    /// The remembered browser that the session stands on, and its profile; nil: it stands on a code.
    var browser: (consumer: Int64, family: Int64)?
    /// When a code was entered; nil: the browser was remembered.
    var proved: Timestamp?
    /// What the browser's cookie must have beside the row's number.
    var key: String
    /// What every form of the session has.
    var mark: String

    static func == (left: AccountRecord, right: AccountRecord) -> Bool { left.encoded == right.encoded }

    init(
        identity: LinkedIdentity, browser: (consumer: Int64, family: Int64)?, proved: Timestamp?, key: String,
        mark: String
    ) {
        self.identity = identity
        self.browser = browser
        self.proved = proved
        self.key = key
        self.mark = mark
    }

    var encoded: [UInt8] {
        var writer = RecordWriter(version: Self.layout, capacity: 160)
        writer.add(browser?.consumer ?? 0)
        writer.add(browser?.family ?? 0)
        writer.add(proved?.milliseconds ?? 0)
        writer.add(key)
        writer.add(mark)
        switch identity {
        case .email(let email):
            writer.add(1 as UInt8)
            writer.add(email.original)
        case .mobile(let mobile):
            writer.add(2 as UInt8)
            writer.add(mobile.e164)
        }
        return writer.bytes
    }

    init(encoded: [UInt8]) throws {
        var reader = try RecordReader(encoded, version: Self.layout, record: "account session")
        let (consumer, family) = (try reader.number(), try reader.number())
        browser = family == 0 ? nil : (consumer, family)
        let proved = try reader.number()
        self.proved = proved == 0 ? nil : Timestamp(milliseconds: proved)
        key = try reader.required()
        mark = try reader.required()
        switch try reader.byte() {
        case 1: identity = .email(try Email(try reader.required()))
        case 2:
            guard let mobile = PhoneNumberRules.kept(e164: try reader.required()) else {
                throw RecordError(record: "account session")
            }
            identity = .mobile(mobile)
        default: throw RecordError(record: "account session")
        }
    }
}
