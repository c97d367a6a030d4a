// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Verification

/// Sends mail to email addresses, and hands what is for mobile numbers to the operator's service.
struct ChannelDelivery: CodeDelivery, CardMessageDelivery {
    let mail: any CodeDelivery & CardMessageDelivery
    let hook: any CodeDelivery & CardMessageDelivery

    var reach: Set<IdentityType> { mail.reach.union(hook.reach) }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        delivery(message.channel).deliver(message, completion: completion)
    }

    func deliver(_ message: CardMessage) {
        delivery(message.channel).deliver(message)
    }

    private func delivery(_ channel: CodeChannel) -> any CodeDelivery & CardMessageDelivery {
        mail.reach.contains(channel.identityType) ? mail : hook
    }
}
