// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Directory
public import Store
internal import Vault

/// What the directory says of a checkout's consumer and card, in clear, for the time of one step.
public struct CheckoutFacts: Sendable {
    public var consumer: ConsumerRow
    public var profile: StoredConsumer
    public var card: CardRow
    public var data: StoredCard
    public var token: TokenRow?
    public var use: CardUseRow?
    /// The directory of the program that issued the card.
    public var issuer: Int64
    /// The kinds of identities that codes can be sent to.
    public var reach: Set<IdentityType> = []

    static func read(
        card id: Int64, consumer owner: Int64, in reading: any DirectoryReading, _ vault: Vault
    ) throws -> CheckoutFacts? {
        guard let card = try reading.card(id), card.consumer == owner, let consumer = try reading.consumer(owner) else {
            return nil
        }
        return CheckoutFacts(
            consumer: consumer,
            profile: try StoredConsumer(encoded: vault.open(consumer.sealed, as: SealedRow(.consumer, consumer.id))),
            card: card, data: try StoredCard(encoded: vault.open(card.sealed, as: SealedRow(.card, card.id))),
            token: try reading.token(of: id), use: try reading.cardUse(of: id),
            issuer: try reading.issuer(ofCard: id) ?? card.directory)
    }

    func eligibility(_ today: CalendarMonth) -> CheckoutEligibility {
        CheckoutEligibility(
            consumer: consumer.status, card: card.status, month: data.panExpirationMonth,
            year: data.panExpirationYear, pendingEvents: data.pendingEvents, today: today)
    }

    /// Whether the directory has a field as the shop can use it.
    func has(_ field: CaptureField, for options: TransactionOptions) -> Bool {
        switch field {
        case .billingAddress: return data.billingAddress != nil
        case .shippingAddress:
            guard let address = profile.shippingAddress else { return false }
            return options.shipsTo(address.countryCode)
        case .consumerEmailAddress: return profile.email != nil
        case .consumerMobileNumber: return profile.mobileNumber != nil
        case .consumerName: return !profile.firstName.isEmpty && !profile.lastName.isEmpty
        }
    }
}

extension TransactionOptions {
    func shipsTo(_ country: String) -> Bool { shippingCountries.isEmpty || shippingCountries.contains(country) }
}
