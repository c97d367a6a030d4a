// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import JOSE
internal import PhoneNumbers
public import Vault
internal import Verification

extension ProvisionFlow {
    /// Bytes of a sealed flow as text, at most: what a browser keeps in one cookie.
    public static let textBytesMax = 4000

    /// For the browser: sealed, base64url.
    public func sealed(_ vault: Vault) -> String {
        Base64URL.encode(vault.seal(encoded, as: SealedRow(.session, 0)))
    }

    /// What `sealed` gave; nil for everything else, and for the flow of another address.
    public init?(sealed text: String, id: String, _ vault: Vault) {
        guard text.utf8.count <= Self.textBytesMax, let bytes = Base64URL.decode(text),
            let plain = try? vault.open(bytes, as: SealedRow(.session, 0)),
            let flow = try? ProvisionFlow(encoded: plain), flow.id == id
        else { return nil }
        self = flow
    }

    private static let layout: UInt8 = 1

    private var encoded: [UInt8] {
        var writer = RecordWriter(version: Self.layout, capacity: 512)
        writer.add(id)
        writer.add(receipt.value)
        writer.add(issuer)
        writer.add(callbackURL?.value)
        writer.add(lastFour)
        for flag in [extFlow, completeWebsiteActivation, completeIssuerAppActivation, isPrefilled, isRecognized] {
            writer.add(flag ? 1 : 0 as UInt8)
        }
        writer.add(language.value)
        writer.add(step.rawValue)
        writer.add(profile ?? 0)
        writer.add(card ?? 0)
        writer.add(nextSend?.milliseconds ?? 0)
        writer.add(result?.rawValue)
        writer.add(tokenUniqueReference)
        writer.add(UInt8(channels.count))
        for channel in channels + [sentTo].compactMap({ $0 }) {
            switch channel {
            case .email(let email):
                writer.add(1 as UInt8)
                writer.add(email.original)
            case .mobile(let mobile):
                writer.add(2 as UInt8)
                writer.add(mobile.e164)
            }
        }
        writer.add(0 as UInt8)
        guard let details else { return writer.bytes }
        for text in [details.firstName, details.lastName, details.email.original, details.mobile.e164] {
            writer.add(text)
        }
        return writer.bytes
    }

    private init(encoded: [UInt8]) throws {
        var reader = try RecordReader(encoded, version: Self.layout, record: "provisioning session")
        id = try reader.required()
        receipt = try PushReceipt(try reader.required())
        issuer = try reader.number()
        callbackURL = try reader.text().map { try CallbackURL($0) }
        lastFour = try reader.required()
        extFlow = try reader.byte() == 1
        completeWebsiteActivation = try reader.byte() == 1
        completeIssuerAppActivation = try reader.byte() == 1
        isPrefilled = try reader.byte() == 1
        isRecognized = try reader.byte() == 1
        language = try LanguageCode(try reader.required())
        guard let step = Step(rawValue: try reader.byte()) else { throw RecordError(record: "provisioning session") }
        self.step = step
        profile = try Self.row(&reader)
        card = try Self.row(&reader)
        nextSend = try Self.row(&reader).map { Timestamp(milliseconds: $0) }
        result = try reader.text().map { PushResult.Status(rawValue: $0) }
        tokenUniqueReference = try reader.text()
        let count = Int(try reader.byte())
        while true {
            let channel: CodeChannel
            switch try reader.byte() {
            case 1: channel = .email(try Email(try reader.required()))
            case 2: channel = .mobile(try Self.mobile(try reader.required()))
            default:
                details = try Self.details(&reader)
                return
            }
            if channels.count < count { channels.append(channel) } else { sentTo = channel }
        }
    }

    private static func row(_ reader: inout RecordReader) throws -> Int64? {
        let number = try reader.number()
        return number == 0 ? nil : number
    }

    private static func mobile(_ e164: String) throws -> MobileNumber {
        guard let mobile = PhoneNumberRules.kept(e164: e164) else { throw RecordError(record: "provisioning session") }
        return mobile
    }

    /// Nil at the end of the record: nothing was typed yet.
    private static func details(_ reader: inout RecordReader) throws -> ProvisionDetails? {
        guard let firstName = try? reader.required() else { return nil }
        return ProvisionDetails(
            firstName: firstName, lastName: try reader.required(), email: try Email(try reader.required()),
            mobile: try mobile(try reader.required()))
    }
}
