// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import JOSE
internal import PhoneNumbers
internal import Store
internal import Vault
internal import Verification
internal import WireJSON

extension CheckoutSession {
    private static let layout: UInt8 = 5
    /// Each was followed by one that has more at the end: the browser, who has signed in, the row of the ID token, what
    /// a newcomer is said to be known by. Checkouts that were open before an update go on.
    private static let (firstLayout, secondLayout, thirdLayout, fourthLayout): (UInt8, UInt8, UInt8, UInt8) =
        (1, 2, 3, 4)
    private static let record = "checkout"

    func sealed(_ vault: Vault, as id: Int64) -> [UInt8] { vault.seal(encoded, as: SealedRow(.checkout, id)) }

    /// - Throws: NOT_FOUND when the checkout holds nothing any more.
    init(_ row: CheckoutRow, _ vault: Vault) throws {
        guard !row.sealed.isEmpty else { throw CheckoutRefusal(.notFound, "The checkout is over.") }
        try self.init(encoded: vault.open(row.sealed, as: SealedRow(.checkout, row.id)))
    }

    var encoded: [UInt8] {
        var writer = RecordWriter(version: Self.layout, capacity: 1024)
        writer.add(String(decoding: options.json, as: UTF8.self))
        writer.add(srciTransactionId)
        writer.add(language.value)
        writer.add(needed.sorted().map(\.rawValue).joined(separator: ","))
        writer.add(done.sorted().map(\.rawValue).joined(separator: ","))
        for fields in [requested, Array(missing), Array(delegated)] {
            writer.add(fields.map(\.rawValue).joined(separator: ","))
        }
        writer.add(accepted == nil ? 0 : 1 as UInt8)
        if let accepted {
            writer.add(accepted.version)
            writer.add(accepted.termsURI)
            writer.add(accepted.privacyURI)
            writer.add(accepted.at.milliseconds)
        }
        writer.add(captured)
        writer.add(guest == nil ? 0 : 1 as UInt8)
        if let guest { writer.add(guest) }
        for flag in [isRemembered, isGuest, unbindsAppInstance] { writer.add(flag ? 1 : 0 as UInt8) }
        writer.add(Int64(sentTo ?? -1))
        for instant in [consented, nextSend, authenticated] { writer.add(instant?.milliseconds ?? -1) }
        writer.add(proved.map { Base64URL.encode([$0.kind.rawValue] + $0.index.bytes) })
        writer.add(storageVersion)
        writer.add(action?.rawValue)
        writer.add(
            outcomes.map { "\($0.field.rawValue):\($0.isFromCheckout ? 1 : 0):\($0.reason.rawValue)" }
                .joined(separator: ","))
        writer.add(recognitionToken)
        writer.add(shopOrigin)
        writer.add(browser?.text)
        writer.add(visitor == nil ? 0 : 1 as UInt8)
        if let visitor {
            writer.add(visitor.browser ?? 0)
            let identities = [visitor.proved].compactMap(\.self) + visitor.identities
            writer.add(visitor.proved == nil ? 0 : 1 as UInt8)
            writer.add(Int64(identities.count))
            for identity in identities { writer.add(identity.text) }
            writer.add(visitor.token ?? 0)
        }
        writer.add(idToken)
        writer.add(UInt8(newcomer.count))
        for identity in newcomer { writer.add(identity.text) }
        return writer.bytes
    }

    init(encoded: [UInt8]) throws {
        let layout = encoded.first ?? 0
        let earlier = (Self.firstLayout...Self.fourthLayout).contains(layout) ? layout : nil
        var reader = try RecordReader(encoded, version: earlier ?? Self.layout, record: Self.record)
        let options = try TransactionOptions.decode(JSONDocument.parse(Array(reader.required().utf8)).root)
        let transaction = try reader.text()
        let language = try LanguageCode(try reader.required())
        let needed: [CheckoutStep] = try reader.words()
        let done: [CheckoutStep] = try reader.words()
        let requested: [CaptureField] = try reader.words()
        self.init(
            options: options, srciTransactionId: transaction, language: language, needed: Set(needed),
            requested: requested, missing: Set(try reader.words()))
        self.done = Set(done)
        delegated = Set(try reader.words())
        if try reader.byte() == 1 {
            accepted = Accepted(
                version: try reader.required(), termsURI: try reader.required(), privacyURI: try reader.required(),
                at: Timestamp(milliseconds: try reader.number()))
        }
        captured = try reader.captured()
        if try reader.byte() == 1 { guest = try reader.captured() }
        isRemembered = try reader.byte() == 1
        isGuest = try reader.byte() == 1
        unbindsAppInstance = try reader.byte() == 1
        let channel = try reader.number()
        sentTo = channel < 0 ? nil : Int(channel)
        consented = try reader.instant()
        nextSend = try reader.instant()
        authenticated = try reader.instant()
        if let bytes = try reader.text().flatMap({ Base64URL.decode($0) }), let first = bytes.first,
            let kind = BlindIndexKind(rawValue: first), let index = BlindIndex(bytes: Array(bytes.dropFirst()))
        {
            proved = Identifier(kind, index)
        }
        storageVersion = try reader.text()
        action = try reader.text().flatMap(CheckoutAction.init(rawValue:))
        outcomes = try reader.required().split(separator: ",").map { text in
            let parts = text.split(separator: ":").map(String.init)
            guard parts.count == 3, let field = CaptureField(rawValue: parts[0]),
                let reason = CaptureDecision.Reason(rawValue: parts[2])
            else { throw RecordError(record: Self.record) }
            return CaptureOutcome(field: field, isFromCheckout: parts[1] == "1", reason: reason)
        }
        recognitionToken = try reader.text()
        shopOrigin = try reader.text()
        if earlier == Self.firstLayout { return }
        browser = try reader.text().flatMap(RecognizedBrowser.init(text:))
        if earlier == Self.secondLayout { return }
        if try reader.byte() == 1 {
            visitor = try reader.visitor()
            let token = earlier == Self.thirdLayout ? 0 : try reader.number()
            visitor?.token = token == 0 ? nil : token
        }
        idToken = try reader.text()
        if earlier != nil { return }
        for _ in 0..<(try reader.byte()) { newcomer.append(try LinkedIdentity(text: try reader.required())) }
    }
}

extension RecordWriter {
    fileprivate mutating func add(_ captured: CheckoutSession.Captured) {
        for address in [captured.billing, captured.shipping] {
            add(address == nil ? 0 : 1 as UInt8)
            if let address { add(address) }
        }
        for text in [
            captured.email, captured.mobileCountryCode, captured.mobileNumber, captured.firstName, captured.lastName,
        ] {
            add(text)
        }
    }
}

extension RecordReader {
    fileprivate mutating func captured() throws -> CheckoutSession.Captured {
        var captured = CheckoutSession.Captured()
        if try byte() == 1 { captured.billing = try address() }
        if try byte() == 1 { captured.shipping = try address() }
        captured.email = try text()
        captured.mobileCountryCode = try text()
        captured.mobileNumber = try text()
        captured.firstName = try text()
        captured.lastName = try text()
        return captured
    }

    fileprivate mutating func visitor() throws -> CheckoutVisitor {
        let family = try number()
        var visitor = CheckoutVisitor(identities: [], browser: family == 0 ? nil : family)
        let isProved = try byte() == 1
        let count = try number()
        guard (0...256).contains(count) else { throw RecordError(record: "checkout") }
        for _ in 0..<count { visitor.identities.append(try LinkedIdentity(text: try required())) }
        if isProved, !visitor.identities.isEmpty { visitor.proved = visitor.identities.removeFirst() }
        return visitor
    }

    fileprivate mutating func instant() throws -> Timestamp? {
        let milliseconds = try number()
        return milliseconds < 0 ? nil : Timestamp(milliseconds: milliseconds)
    }

    /// Words of an enumeration; those that are not known any more are left out.
    fileprivate mutating func words<Word: RawRepresentable<String>>() throws -> [Word] {
        try required().split(separator: ",").compactMap { Word(rawValue: String($0)) }
    }
}

extension LinkedIdentity {
    fileprivate var text: String {
        switch self {
        case .email(let email): "e" + email.original
        case .mobile(let mobile): "m" + mobile.e164
        }
    }

    fileprivate init(text: String) throws {
        let value = String(text.dropFirst())
        switch text.first {
        case "e": self = .email(try Email(value))
        case "m":
            guard let mobile = PhoneNumberRules.kept(e164: value) else { fallthrough }
            self = .mobile(mobile)
        default: throw RecordError(record: "checkout")
        }
    }
}
