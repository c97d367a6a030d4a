// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Synchronization
internal import Verification

/// The last one-time codes and messages that a sandbox has sent, for whoever has to type them in or look for them, and
/// the codes that some identities always get. In memory alone.
final class CodeOutbox: CodeDelivery, CardMessageDelivery {
    enum Entry: Sendable {
        case code(CodeMessage)
        case cardAdded(CardMessage)
    }

    static let countMax = 1000
    /// Identities with a fixed code at most.
    static let fixedMax = 1000

    private struct State {
        /// Oldest first.
        var messages: [Entry] = []
        var fixed: [CodeChannel: OneTimeCode] = [:]
    }

    private let state = Mutex(State())
    /// Whoever else is to have them; nil: nobody, and every send succeeds.
    private let next: (any CodeDelivery & CardMessageDelivery)?

    /// Without a next one everybody is reached.
    var reach: Set<IdentityType> { next?.reach ?? [.emailAddress, .mobilePhoneNumber] }

    init(next: (any CodeDelivery & CardMessageDelivery)? = nil) {
        self.next = next
    }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        keep(.code(message))
        guard let next else { return completion(true) }
        next.deliver(message, completion: completion)
    }

    func deliver(_ message: CardMessage) {
        keep(.cardAdded(message))
        next?.deliver(message)
    }

    private func keep(_ entry: Entry) {
        state.withLock { state in
            if state.messages.count == Self.countMax { state.messages.removeFirst() }
            state.messages.append(entry)
        }
    }

    /// The newest messages, newest first.
    func newest(_ limit: Int) -> [Entry] {
        state.withLock { Array($0.messages.suffix(limit).reversed()) }
    }

    func last(to channel: CodeChannel) -> CodeMessage? {
        state.withLock { state in
            for case .code(let message) in state.messages.reversed() where message.channel == channel {
                return message
            }
            return nil
        }
    }

    func removeAll() {
        state.withLock { $0.messages = [] }
    }

    /// The code that these identities get from now on, and nobody else.
    func fix(_ code: OneTimeCode, for channels: [CodeChannel]) {
        let fixed = Dictionary(channels.map { ($0, code) }, uniquingKeysWith: { first, _ in first })
        state.withLock { $0.fixed = fixed }
    }

    func fixedCode(for channel: CodeChannel) -> OneTimeCode? {
        state.withLock { $0.fixed[channel] }
    }
}
