// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

extension IssuerClient {
    /// Has the processor push a card by its id, and gives the receipt (processing 8): like `pushCard`, for an issuer
    /// that may not see card numbers. Other than for an enrollment, the processor looks at the card's status.
    ///
    /// - Parameters:
    ///   - holder: what the token requestor may fill its form with.
    ///   - settings: those of the encryption do not count, because the processor encrypts.
    /// - Throws: `refused` with the processor's reason, or with Token Connect's.
    public func pushCard(
        contract card: CardContractID, holder: AccountHolder? = nil, settings: PushSettings
    ) throws(IssuerClientError) -> PushedCard {
        if settings.tokenRequestorId == .clickToPay, settings.locale == nil {
            throw IssuerClientError(.invalidRequest("Click to Pay needs a locale, such as en_US"))
        }
        if let minutes = settings.validityMinutes, !PushRequest.validityMinutes.contains(minutes) {
            throw IssuerClientError(.invalidRequest("a receipt can live 5 to 15 minutes"))
        }
        var request = ContractPushRequest(
            pushAccountId: String(card.value), tokenRequestorId: settings.tokenRequestorId, holder: holder)
        let signatureData = settings.signatureData(isHolderKnown: holder != nil)
        request.signatureData = signatureData
        request.pushAccountReceiptsValidityPeriod = settings.validityMinutes
        let (path, body) = (profile.paths.processing + "/cards/\(card.value)/push-accounts", request.json())
        let answer = try repeatedPush { () throws(IssuerClientError) in
            let answer = try self.exchange.send("POST", path, base: self.origin, body: body).read { PushAnswer($0) }
            try Self.check(answer.errors)
            for account in answer.accounts { try Self.check(account.errors) }
            return answer
        }
        return try Self.pushed(answer, request.pushAccountId, signatureData)
    }
}
