// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory

/// A sign-in on a page of the network's own, as it is sealed (checkout 5.4).
struct AuthenticationRecord: Equatable {
    /// How it ended.
    enum Ending: Equatable {
        /// What was proved and how; `isRemembered`: the consumer has ticked the box.
        case proved(LinkedIdentity, SignInMethod, isRemembered: Bool)
        case closed
        case switchConsumer
        /// The account cannot be used now.
        case inaccessible
    }

    /// Records of the same table have 1 to 3.
    private static let layout: UInt8 = 4

    /// Who the shop says it is.
    var identity: LinkedIdentity
    /// The shop's page that has asked; nil: no page has.
    var origin: String?
    /// Whether the shop wants the browser to be remembered, if the consumer does.
    var offersMemory: Bool
    /// What the shop's page reads; nil: it does not say.
    var language: String?
    /// The browser's own id at the shop; nil: it has none.
    var appInstance: String?
    /// Where a code may go.
    var channels: [ValidationChannel]
    /// The validation whose code was sent; nil: none was yet.
    var validation: String?
    /// The channel's place.
    var sentTo: Int?
    var nextSend: Timestamp?
    /// Nil: it is open.
    var ending: Ending?

    var encoded: [UInt8] {
        var writer = RecordWriter(version: Self.layout, capacity: 384)
        writer.add(identity)
        writer.add(origin)
        writer.add(offersMemory ? 1 : 0 as UInt8)
        writer.add(language)
        writer.add(appInstance)
        writer.add(UInt8(channels.count))
        for channel in channels {
            writer.add(channel.id)
            writer.add(channel.identityType.rawValue)
            writer.add(channel.masked)
        }
        writer.add(validation)
        writer.add(UInt8(sentTo.map { $0 + 1 } ?? 0))
        writer.add(nextSend?.milliseconds ?? 0)
        switch ending {
        case nil: writer.add(0 as UInt8)
        case .proved(let identity, let method, let isRemembered)?:
            writer.add(1 as UInt8)
            writer.add(identity)
            writer.add(method.rawValue)
            writer.add(isRemembered ? 1 : 0 as UInt8)
        case .closed?: writer.add(2 as UInt8)
        case .switchConsumer?: writer.add(3 as UInt8)
        case .inaccessible?: writer.add(4 as UInt8)
        }
        return writer.bytes
    }
}

extension AuthenticationRecord {
    init(encoded: [UInt8]) throws {
        var reader = try RecordReader(encoded, version: Self.layout, record: "authentication")
        identity = try reader.identity()
        origin = try reader.text()
        offersMemory = try reader.byte() == 1
        language = try reader.text()
        appInstance = try reader.text()
        channels = []
        for _ in 0..<(try reader.byte()) {
            let (id, type, masked) = (try reader.required(), try reader.required(), try reader.required())
            channels.append(ValidationChannel(id: id, identityType: IdentityType(rawValue: type), masked: masked))
        }
        validation = try reader.text()
        let place = Int(try reader.byte())
        sentTo = place == 0 ? nil : place - 1
        let next = try reader.number()
        nextSend = next == 0 ? nil : Timestamp(milliseconds: next)
        switch try reader.byte() {
        case 0: ending = nil
        case 1:
            let identity = try reader.identity()
            guard let method = SignInMethod(rawValue: try reader.byte()) else {
                throw RecordError(record: "authentication")
            }
            ending = .proved(identity, method, isRemembered: try reader.byte() == 1)
        case 2: ending = .closed
        case 3: ending = .switchConsumer
        case 4: ending = .inaccessible
        default: throw RecordError(record: "authentication")
        }
    }
}
