// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import SignIn
internal import Store
internal import Vault
internal import WireJSON

/// What a shop's page is shown of a consumer who has signed in (checkout 2.3, 2.4, 4.6).
struct ConsumerViews: Sendable {
    let views: MaskedViews
    let claims: CardClaims

    /// A card with the names and the art of its issuer; its month may be over by now.
    func card(_ listed: ConsumerCards.Listed, _ registry: CallerRegistry) -> MaskedCard? {
        guard let program = registry.programsByDirectory[listed.issuer] else { return nil }
        var card = views.card(listed.view, program)
        card.dateOfCardLastUsed = listed.lastUsed?.iso8601
        if listed.eligibility == .expired { card.digitalCardData.status = .expired }
        return card
    }

    /// The consumer, by the identity that was proved; of one who has cards to claim only, what the issuer said.
    func write(
        _ listing: ConsumerCards.Listing, of signedIn: SignedIn, to writer: inout JSONWriter
    ) {
        guard let data = listing.profile?.consumer ?? listing.staged.first?.consumer else { return }
        writer.object("maskedConsumer") { writer in
            if let profile = listing.profile {
                writer.member("srcConsumerId", views.vault.publicID(.consumer, of: profile.row.id))
            }
            let mobile = data.mobileCountryCode.flatMap { code in data.mobileNumber.map { (code, $0) } }
            let identity = signedIn.identities.first.map { ($0.identityType, $0.masked) }
            writer.object("maskedConsumerIdentity") { writer in
                writer.member("identityProvider", "SRC")
                if let (type, masked) = identity {
                    writer.member("identityType", type.rawValue)
                    writer.member("maskedIdentityValue", masked)
                } else if let email = data.email {
                    writer.member("identityType", IdentityType.emailAddress.rawValue)
                    writer.member("maskedIdentityValue", Masking.email(email))
                } else if let (code, number) = mobile {
                    writer.member("identityType", IdentityType.mobilePhoneNumber.rawValue)
                    writer.member("maskedIdentityValue", "+\(code) " + Masking.phone(number))
                }
            }
            writer.member("maskedEmailAddress", data.email.map(Masking.email))
            if let (code, number) = mobile {
                writer.object("maskedMobileNumber") { writer in
                    writer.member("countryCode", code)
                    writer.member("phoneNumber", Masking.phone(number))
                }
            }
            writer.member("maskedFirstName", Masking.name(data.firstName))
            writer.member("maskedLastName", Masking.name(data.lastName))
            writer.member("maskedFullName", data.fullName.map(Masking.fullName))
            writer.member("countryCode", data.countryCode)
            writer.member("languageCode", data.languageCode)
            if let profile = listing.profile, let compliance = profile.consumer.compliance {
                writer.key("complianceSettings")
                compliance.write(to: &writer)
            }
            writer.member("status", MaskedConsumer.Status.active.rawValue)
            let added = listing.profile?.row.created ?? listing.staged.first?.row.created
            writer.member("dateConsumerAdded", added?.iso8601)
        }
    }

    /// The cards that may be claimed.
    func write(_ staged: [StagedCardView], _ registry: CallerRegistry, to writer: inout JSONWriter) {
        writer.array("preProvisionedCards") { writer in
            for card in staged {
                guard let program = registry.programsByDirectory[card.row.directory] else { continue }
                write(card, program, to: &writer)
            }
        }
    }

    private func write(_ staged: StagedCardView, _ program: Program, to writer: inout JSONWriter) {
        let pan = staged.card.clearPAN
        var look = DigitalCardData(
            status: .pending, descriptorName: program.settings.cardDescriptor, artUri: program.settings.cardArt)
        look.issuerName = program.settings.issuerName
        writer.object { writer in
            writer.member("preProvisionedCardId", claims.id(of: staged))
            // BIN and last four are what may be shown of a PAN.
            writer.member("panBin", String(pan.prefix(6)))
            writer.member("panLastFour", String(pan.suffix(4)))
            writer.member("panExpirationMonth", staged.card.panExpirationMonth)
            writer.member("panExpirationYear", staged.card.panExpirationYear)
            writer.key("digitalCardData")
            look.write(to: &writer)
            writer.member("availableUntil", staged.row.expires.iso8601)
        }
    }
}
