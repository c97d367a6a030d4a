// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Directory
internal import JOSE
public import Vault

/// How far a browser has come with a code: what it is bound to, where it went, and what it is for. The browser keeps
/// it, sealed.
public struct AccountEntry: Sendable, Equatable {
    /// Where a code may go.
    public struct Channel: Sendable, Equatable {
        /// `validationChannelId`
        public var id: String
        public var isEmail: Bool
        public var masked: String
    }

    /// The `idValidationSessionId`.
    var session: String
    public internal(set) var channels: [Channel]
    /// The place of the channel that the last code went to.
    public internal(set) var sentTo: Int
    /// From when on another code may be asked for.
    public internal(set) var nextSend: Timestamp
    /// Where it goes on afterwards.
    public internal(set) var goal: AccountGoal
    /// Whether somebody is signed in already, who proves it again.
    public internal(set) var isAgain: Bool

    /// Where the last code went.
    public var channel: Channel { channels[sentTo] }

    // MARK: The cookie

    /// Bytes of a sealed entry as text, at most: what a browser keeps in one cookie.
    public static let textBytesMax = 4000
    private static let layout: UInt8 = 1

    init(session: String, channels: [Channel], sentTo: Int, nextSend: Timestamp, goal: AccountGoal, isAgain: Bool) {
        self.session = session
        self.channels = channels
        self.sentTo = sentTo
        self.nextSend = nextSend
        self.goal = goal
        self.isAgain = isAgain
    }

    /// For the browser: sealed, base64url.
    public func sealed(_ vault: Vault) -> String {
        var writer = RecordWriter(version: Self.layout, capacity: 256)
        writer.add(session)
        writer.add(UInt8(channels.count))
        for channel in channels {
            writer.add(channel.id)
            writer.add(channel.isEmail ? 1 : 0 as UInt8)
            writer.add(channel.masked)
        }
        writer.add(UInt8(sentTo))
        writer.add(nextSend.milliseconds)
        writer.add(goal.text)
        writer.add(isAgain ? 1 : 0 as UInt8)
        return Base64URL.encode(vault.seal(writer.bytes, as: AccountCookie.entry))
    }

    /// What `sealed` gave; nil for everything else.
    public init?(sealed text: String, _ vault: Vault) {
        guard text.utf8.count <= Self.textBytesMax, let bytes = Base64URL.decode(text),
            let plain = try? vault.open(bytes, as: AccountCookie.entry),
            let entry = try? AccountEntry(encoded: plain), entry.channels.indices.contains(entry.sentTo)
        else { return nil }
        self = entry
    }

    private init(encoded: [UInt8]) throws {
        var reader = try RecordReader(encoded, version: Self.layout, record: "account entry")
        session = try reader.required()
        channels = []
        for _ in 0..<(try reader.byte()) {
            channels.append(
                Channel(
                    id: try reader.required(), isEmail: try reader.byte() == 1, masked: try reader.required()))
        }
        sentTo = Int(try reader.byte())
        nextSend = Timestamp(milliseconds: try reader.number())
        guard let goal = AccountGoal(text: try reader.required()) else { throw RecordError(record: "account entry") }
        self.goal = goal
        isAgain = try reader.byte() == 1
    }
}
