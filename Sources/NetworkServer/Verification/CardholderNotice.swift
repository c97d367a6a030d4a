// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import PhoneNumbers
internal import Store
internal import Vault
internal import Verification

/// Writes to a cardholder whose card was added: by text message to the profile's number, to its address where it has no
/// number or none can be sent to (processing 1.1, step 17). Nobody is written to whose bank does not want that now.
struct CardholderNotice: Sendable {
    var vault: Vault
    var callers: CallerDirectory
    var clock: any WallClock
    var delivery: any CardMessageDelivery
    var log: Log

    func tell(_ added: AddedCard) {
        do {
            let consumer = try StoredConsumer(
                encoded: vault.open(added.consumer.sealed, as: SealedRow(.consumer, added.consumer.id))
            ).consumer()
            let channels = [consumer.mobile.map(CodeChannel.mobile), consumer.email.map(CodeChannel.email)]
            guard
                let channel = CodeChannel.offered(channels.compactMap { $0 }, reach: delivery.reach).first,
                let program = callers.registry.programsByDirectory[added.issuer]?.settings, program.cardholderMessages
            else { return }
            let digits = String(added.card.lastFour)
            delivery.deliver(
                CardMessage(
                    channel: channel, bank: program.issuerName,
                    lastFour: String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits,
                    language: consumer.languageCode, sentAt: clock.now))
        } catch {
            log.error("a cardholder could not be told of a card: the profile cannot be read")
        }
    }
}
