// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import PhoneNumbers
internal import Verification

/// Who an ID token stands for, as it is sealed.
struct SignInRecord: Equatable {
    /// Other records of the same table have 2 to 4.
    private static let layout: UInt8 = 5
    /// Without the browser that was recognized: what was issued before an update is good until its time is over.
    private static let firstLayout: UInt8 = 1

    var identities: [LinkedIdentity]
    /// The one profile that counts when nothing was proved anew: its directory and row.
    var profile: (directory: Int64, consumer: Int64)?
    /// The family of the browser that is remembered with this; nil: it is not.
    var browser: Int64?
    /// The browser that was recognized; nil: a code was entered.
    var recognized: RecognizedBrowser?

    static func == (left: SignInRecord, right: SignInRecord) -> Bool {
        left.identities == right.identities && left.profile?.consumer == right.profile?.consumer
            && left.profile?.directory == right.profile?.directory && left.browser == right.browser
            && left.recognized == right.recognized
    }

    init(
        identities: [LinkedIdentity], profile: (directory: Int64, consumer: Int64)? = nil, browser: Int64? = nil,
        recognized: RecognizedBrowser? = nil
    ) {
        self.recognized = recognized
        self.identities = identities
        self.profile = profile
        self.browser = browser
    }

    /// Whether the token stands for nobody, and is good for signing out alone.
    var isForSignOut: Bool { identities.isEmpty && profile == nil }

    var encoded: [UInt8] {
        var writer = RecordWriter(version: Self.layout, capacity: 96)
        writer.add(profile?.directory ?? 0)
        writer.add(profile?.consumer ?? 0)
        writer.add(browser ?? 0)
        writer.add(UInt8(identities.count))
        for identity in identities { writer.add(identity) }
        writer.add(recognized?.text)
        return writer.bytes
    }

    init(encoded: [UInt8]) throws {
        let isFirst = encoded.first == Self.firstLayout
        var reader = try RecordReader(
            encoded, version: isFirst ? Self.firstLayout : Self.layout, record: "sign-in")
        let (directory, consumer) = (try reader.number(), try reader.number())
        profile = consumer == 0 ? nil : (directory, consumer)
        let browser = try reader.number()
        self.browser = browser == 0 ? nil : browser
        identities = []
        for _ in 0..<(try reader.byte()) { identities.append(try reader.identity()) }
        recognized = isFirst ? nil : try reader.text().flatMap(RecognizedBrowser.init(text:))
    }
}

extension RecordWriter {
    mutating func add(_ identity: LinkedIdentity) {
        switch identity {
        case .email(let email):
            add(1 as UInt8)
            add(email.original)
        case .mobile(let mobile):
            add(2 as UInt8)
            add(mobile.e164)
        }
    }
}

extension RecordReader {
    mutating func identity() throws -> LinkedIdentity {
        switch try byte() {
        case 1: return .email(try Email(try required()))
        case 2:
            guard let mobile = PhoneNumberRules.kept(e164: try required()) else { throw RecordError(record: "sign-in") }
            return .mobile(mobile)
        default: throw RecordError(record: "sign-in")
        }
    }
}
