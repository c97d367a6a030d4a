// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Synchronization
internal import Verification

/// The last one-time codes that a sandbox has sent, for whoever has to type them in, and the codes that some identities
/// always get. In memory alone.
final class CodeOutbox: CodeDelivery {
    static let countMax = 1000
    /// Identities with a fixed code at most.
    static let fixedMax = 1000

    private struct State {
        /// Oldest first.
        var messages: [CodeMessage] = []
        var fixed: [CodeChannel: OneTimeCode] = [:]
    }

    private let state = Mutex(State())
    /// Whoever else is to have them; nil: nobody, and every send succeeds.
    private let next: (any CodeDelivery)?

    init(next: (any CodeDelivery)? = nil) {
        self.next = next
    }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        state.withLock { state in
            if state.messages.count == Self.countMax { state.messages.removeFirst() }
            state.messages.append(message)
        }
        guard let next else { return completion(true) }
        next.deliver(message, completion: completion)
    }

    /// The newest messages, newest first.
    func newest(_ limit: Int) -> [CodeMessage] {
        state.withLock { Array($0.messages.suffix(limit).reversed()) }
    }

    func last(to channel: CodeChannel) -> CodeMessage? {
        state.withLock { $0.messages.last { $0.channel == channel } }
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
