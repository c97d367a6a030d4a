// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Tokenization
internal import Vault

/// Turns what the directory holds into what may be shown (enrollment 5.7 to 5.10).
struct MaskedViews: Sendable {
    var vault: Vault

    func consumer(_ view: ProfileView, _ program: Program) -> MaskedConsumer {
        var masked = MaskedConsumer(
            srcConsumerId: vault.publicID(.consumer, of: view.row.id),
            maskedEmailAddress: view.consumer.email.map(Masking.email) ?? "", status: Self.status(view.row.status),
            dateConsumerAdded: view.row.created.iso8601)
        masked.maskedMobileCountryCode = view.consumer.mobileCountryCode
        masked.maskedMobileNumber = view.consumer.mobileNumber.map(Masking.phone)
        if program.settings.flexibleIdentities || !view.consumer.isClassic {
            masked.maskedLinkedIdentities = view.consumer.identities.map { identity in
                switch identity {
                case .email(let email): .email(Masking.email(email))
                case .mobile(let code, let number): .mobile(countryCode: code, masked: Masking.phone(number))
                }
            }
        }
        masked.maskedFirstName = Masking.name(view.consumer.firstName)
        masked.maskedLastName = Masking.name(view.consumer.lastName)
        masked.maskedFullName = view.consumer.fullName.map(Masking.fullName)
        masked.countryCode = view.consumer.countryCode
        masked.languageCode = view.consumer.languageCode
        masked.complianceSettings = view.consumer.compliance
        return masked
    }

    /// - Parameter consumer: whose shipping address is shown with the card; nil: none.
    func card(_ view: CardView, _ program: Program, of consumer: StoredConsumer? = nil) -> MaskedCard {
        var look = DigitalCardData(status: Self.status(view.row.status))
        look.descriptorName = program.settings.cardDescriptor
        look.artUri = program.settings.cardArt
        look.issuerName = program.settings.issuerName
        look.isCoBranded = false
        look.pendingEvents = view.card.pendingEvents?.split(separator: ",").map(String.init) ?? []
        let panBin = Self.padded(view.row.bin, 6)
        var masked = MaskedCard(
            srcDigitalCardId: vault.publicID(.card, of: view.row.id), panBin: panBin,
            panLastFour: Self.padded(view.row.lastFour, 4), digitalCardData: look,
            dateOfCardCreated: view.row.created.iso8601)
        masked.panExpirationMonth = view.card.panExpirationMonth
        masked.panExpirationYear = view.card.panExpirationYear
        if let token = view.token {
            masked.tokenUniqueReference = token.tokenUniqueReference
            masked.tokenLastFour = token.lastFour
            masked.tokenBinRange = token.bin
            masked.tokenExpirationMonth = token.expirationMonth
            masked.tokenExpirationYear = token.expirationYear
            masked.paymentAccountReference = token.paymentAccountReference
        }
        let isMaestro = AccountRange.of(bin: Int(view.row.bin))?.scheme == .maestro
        let rule = program.settings.accountRangeTable.rule(panDigits: view.card.clearPAN, isMaestro: isMaestro)
        masked.paymentCardDescriptor = isMaestro ? "maestro" : "mastercard"
        masked.paymentCardType = rule.product
        masked.countryCode = rule.country
        masked.maskedBillingAddress = view.card.billingAddress.map { billing in
            let captured = view.card.billingCapture.map { vault.publicID(.capturedBilling, of: $0.checkout) }
            return address(billing, captured ?? vault.publicID(.address, of: view.row.id))
        }
        masked.maskedShippingAddress = consumer?.shippingAddress.map { shipping in
            let captured = consumer?.shippingCapture.map { vault.publicID(.capturedShipping, of: $0.checkout) }
            return address(shipping, captured ?? vault.publicID(.address, of: view.row.id))
        }
        masked.serviceId = program.serviceId
        return masked
    }

    /// A profile and some of its cards as the second generation shows them, by the issuer's names (enrollment 12.3). A
    /// card without one does not exist there yet (12.4).
    func credentials(
        _ cards: [CardView]?, of profile: ProfileView, _ program: Program, srcCorrelationId: String
    ) -> [UInt8] {
        var consumer = self.consumer(profile, program)
        consumer.externalConsumerId = profile.row.externalConsumerId
        let masked = cards?.filter { $0.row.externalCardId != nil }.map { view in
            var card = self.card(view, program)
            card.externalCredentialId = view.row.externalCardId
            return card
        }
        return ProfileResponse(
            srcCorrelationId: srcCorrelationId, maskedConsumer: consumer, maskedCards: masked,
            directoryId: program.directoryId
        ).json(generation: .v2)
    }

    private func address(_ address: StoredAddress, _ id: String) -> MaskedAddress {
        var masked = MaskedAddress(addressId: id)
        masked.name = address.name.map(Masking.fullName)
        masked.line1 = Masking.address(address.line1)
        masked.line2 = address.line2.map(Masking.address)
        masked.line3 = address.line3.map(Masking.address)
        masked.city = Masking.address(address.city)
        masked.state = address.state
        masked.countryCode = address.countryCode
        masked.zip = address.zip.map(Masking.zip)
        return masked
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func status(_ status: CardRow.Status) -> DigitalCardData.Status {
        switch status {
        case .active: .active
        case .suspended: .suspended
        case .cancelled: .cancelled
        }
    }

    private static func status(_ status: ConsumerRow.Status) -> MaskedConsumer.Status {
        switch status {
        case .active: .active
        case .suspended: .suspended
        case .locked: .locked
        }
    }
}
