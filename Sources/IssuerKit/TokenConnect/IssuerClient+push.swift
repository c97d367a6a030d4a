// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Cryptography
internal import JOSE
internal import WireJSON

/// A card that has its receipt. The receipt serves once, within minutes: redirect at once.
public struct PushedCard: Sendable, Hashable {
    public let answer: PushAnswer
    public let receipt: PushReceipt
    /// What was sent to be signed. The answer does not repeat the callback.
    public let signatureData: PushRequest.SignatureData

    /// The link to send the browser to: the signed form when the answer has one (token-connect 8.2).
    ///
    /// - Throws: a fatal finding when the answer gives no usable uri.
    public func redirect() throws(LinkFinding) -> PushRedirect {
        try PushRedirect(answer: answer, settings: signatureData)
    }
}

/// The issuer's calls of Token Connect (token-connect 3 to 5). Errors that a successful answer carries are thrown like
/// refusals, as `refused` with `tokenConnect`.
extension IssuerClient {
    /// Asks which token requestors take the cards of these ranges. Keep the answer for two weeks: see
    /// `PushEligibility`.
    ///
    /// - Parameter ranges: 1 to 25 starts.
    public func eligibleTokenRequestors(
        _ ranges: [AccountRangeStart]
    ) throws(IssuerClientError) -> EligibleTokenRequestors {
        guard (1...EligibleTokenRequestorsRequest.accountRangesMax).contains(ranges.count) else {
            throw IssuerClientError(.invalidRequest("1 to 25 account ranges can be asked for at once"))
        }
        let request = EligibleTokenRequestorsRequest(requestId: options.entropy.uuid(), accountRanges: ranges)
        let (path, base) = (profile.paths.tokenConnect + "/getEligibleTokenRequestors", mdesURL)
        return try repeatedPush { () throws(IssuerClientError) in
            let answer = try self.exchange.send("POST", path, base: base, body: request.json())
                .read { EligibleTokenRequestors($0) }
            try Self.check(answer.errors)
            return answer
        }
    }

    /// Fetches a logo. What an id stands for never changes: keep it for ever.
    ///
    /// - Parameter id: the `imageAssetId` of a token requestor.
    /// - Throws: `refused` with 404 when there is none.
    public func asset(id: String) throws(IssuerClientError) -> TokenRequestorAsset {
        let path = profile.paths.issuerAssets + "/asset/tokenrequestor/" + (try Self.segment(id))
        let base = mdesURL
        return try repeatedPush { () throws(IssuerClientError) in
            try self.exchange.send("GET", path, base: base).read { TokenRequestorAsset($0) }
        }
    }

    /// Pushes one card, encrypted, and gives its receipt (token-connect 5). Each call makes a receipt of its own; one
    /// that nobody redeems expires.
    ///
    /// - Throws: `invalidRequest` for what the contract forbids; `refused` with `ACCOUNT_INELIGIBLE` when this card
    ///   must not be offered, with `CRYPTOGRAPHY_ERROR` when the key is not (or no longer) the network's.
    public func pushCard(
        _ account: PushAccount, settings: PushSettings
    ) throws(IssuerClientError) -> PushedCard {
        let account = try checked(account, settings)
        let signatureData = settings.signatureData(isHolderKnown: account.holder != nil)
        var plaintext = PushAccount.plaintext([account])
        defer { wipe(&plaintext) }
        try Self.check(plaintext)
        let key = try pushKey(settings)
        let answer: PushAnswer
        do throws(IssuerClientError) {
            answer = try push(plaintext, to: key, settings, signatureData)
        } catch {
            // The file may have been replaced a moment ago; the same key by the same name again
            // would be of no use (12.2).
            guard error.reason == TokenConnectError.cryptographyError,
                case let next = try pushKey(settings, isStale: true),
                KeyFingerprints(next) != KeyFingerprints(key)
            else { throw error }
            answer = try push(plaintext, to: next, settings, signatureData)
        }
        return try Self.pushed(answer, account.pushAccountId, signatureData)
    }

    /// The receipt for the one account that was pushed.
    static func pushed(
        _ answer: PushAnswer, _ pushAccountId: String, _ signatureData: PushRequest.SignatureData
    ) throws(IssuerClientError) -> PushedCard {
        guard answer.accounts.count == 1, let pushed = answer.accounts.first,
            pushed.pushAccountId == pushAccountId, let receipt = pushed.receipt
        else {
            throw IssuerClientError(
                .unexpectedAnswer(status: 200, "there is no receipt for the account that was pushed"))
        }
        return PushedCard(answer: answer, receipt: receipt, signatureData: signatureData)
    }

    // MARK: One push

    private func push(
        _ plaintext: [UInt8], to key: RSAPublicKey, _ settings: PushSettings,
        _ signatureData: PushRequest.SignatureData
    ) throws(IssuerClientError) -> PushAnswer {
        let payload: MDESPayload
        do {
            payload = try MDESPayload.encrypt(
                plaintext, to: key, fingerprint: settings.fingerprint, hash: settings.hash)
        } catch {
            throw IssuerClientError(.invalidRequest("the card data cannot be encrypted: \(error.cause.description)"))
        }
        var writer = JSONWriter(capacity: 4096)
        payload.write(to: &writer)
        var request = PushRequest(
            requestId: options.entropy.uuid(), encryptedPayload: writer.bytes,
            tokenRequestorId: settings.tokenRequestorId, signatureData: signatureData)
        request.pushAccountReceiptsValidityPeriod = settings.validityMinutes
        request.authenticationCode = settings.authenticationCode
        if settings.requestsDigitizationData { request.requestIssuerInitiatedDigitizationData = true }
        let body = request.json()
        let (path, base) = (profile.paths.tokenConnect + "/pushMultipleAccounts", mdesURL)
        return try repeatedPush { () throws(IssuerClientError) in
            let answer = try self.exchange.send("POST", path, base: base, body: body).read { PushAnswer($0) }
            try Self.check(answer.errors)
            for account in answer.accounts { try Self.check(account.errors) }
            return answer
        }
    }

    private static let dataValidMax = Duration.seconds(30 * 24 * 3600)
    private static let dataValidRule = "dataValidUntilTimestamp must be ahead, and by 30 days at most"

    /// The account with the end of its use, when all that the contract asks for is there.
    private func checked(
        _ account: PushAccount, _ settings: PushSettings
    ) throws(IssuerClientError) -> PushAccount {
        func refuse(_ message: String) -> IssuerClientError { IssuerClientError(.invalidRequest(message)) }
        let now = options.clock.now
        guard (1...PushAccount.idCharactersMax).contains(account.pushAccountId.unicodeScalars.count) else {
            throw refuse("pushAccountId must have 1 to 36 characters")
        }
        if settings.tokenRequestorId == .clickToPay, settings.locale == nil {
            throw refuse("Click to Pay needs a locale, such as en_US")
        }
        if let minutes = settings.validityMinutes, !PushRequest.validityMinutes.contains(minutes) {
            throw refuse("a receipt can live 5 to 15 minutes")
        }
        if let code = settings.authenticationCode, !(1...32).contains(code.unicodeScalars.count) {
            throw refuse("authenticationCode must have 1 to 32 characters")
        }
        if account.expiry?.isPast(at: CalendarMonth(year: now.day.year, month: now.day.month)) == true {
            throw refuse("the card has expired")
        }
        var account = account
        if account.dataValidUntilTimestamp == nil, let period = settings.dataValidFor {
            guard period > .zero, period <= Self.dataValidMax else { throw refuse(Self.dataValidRule) }
            account.dataValidUntilTimestamp = now.advanced(by: period).iso8601
        }
        if let until = account.dataValidUntilTimestamp.flatMap({ Timestamp(iso8601: $0) }) {
            guard until > now, until <= now.advanced(by: Self.dataValidMax) else {
                throw refuse(Self.dataValidRule)
            }
        }
        return account
    }

    /// The key that was given; else the one of the profile's file, read each time; else the one that the network
    /// publishes for card data.
    private func pushKey(
        _ settings: PushSettings, isStale: Bool = false
    ) throws(IssuerClientError) -> RSAPublicKey {
        if let key = settings.key { return key }
        if let key = try profile.mdesKey() { return key }
        if isStale { networkKeys.forget(try networkKeys.key().keyID) }
        return try networkKeys.key().publicKey
    }

    private var mdesURL: String { profile.mdesURL ?? origin + "/mdes" }

    /// An account that was put together here is held to the same limits as one that was read.
    private static func check(_ plaintext: [UInt8]) throws(IssuerClientError) {
        var fault: ErrorDetail?
        do {
            _ = try PushAccount.decode(JSONDocument.parse(plaintext).root, id: "")
            return
        } catch let error as ServiceError {
            fault = error.details.first
        } catch {
            fault = nil
        }
        let words = [fault?.source ?? "the account", fault?.message ?? "cannot be written"]
        throw IssuerClientError(.invalidRequest(words.joined(separator: " ")))
    }

    /// Answers of 200 carry refusals inside (token-connect 2).
    static func check(_ errors: [TokenConnectError]) throws(IssuerClientError) {
        if !errors.isEmpty { throw IssuerClientError(.refused(status: 200, .tokenConnect(errors))) }
    }

    /// Repeats by the policy, within what Token Connect allows (12.4): once after silence, three times after a fault
    /// of the platform.
    func repeatedPush<Value>(
        _ body: () throws(IssuerClientError) -> Value
    ) throws(IssuerClientError) -> Value {
        var silences = 0
        var faults = 0
        let outcome = try repeated { () throws(IssuerClientError) -> Result<Value, IssuerClientError> in
            do throws(IssuerClientError) {
                return .success(try body())
            } catch {
                if case .notReachable = error.cause { silences += 1 } else { faults += 1 }
                // What is given as a value is not repeated.
                if silences > 1 || faults > 3 { return .failure(error) }
                throw error
            }
        }
        return try outcome.get()
    }

    /// Puts a pushed card into the general directory of Click to Pay without a browser (token-connect 10.4).
    ///
    /// It is asked once: a receipt serves once, and a second answer would say that it is used. When no answer comes,
    /// ask for the card's tokens.
    ///
    /// - Throws: `refused` with the network's reason.
    public func enrollCard(
        receipt: PushReceipt, of consumer: Consumer, compliance: ComplianceSettings = .publishedDocuments
    ) throws(IssuerClientError) -> CardResponse {
        let reference = EnrolmentReference(
            enrolmentReferenceId: receipt.value, enrolmentReferenceType: .pushAccountReceipt)
        let request = EnrollCardRequest(
            srcClientId: clientId, serviceId: .general, srcCorrelationId: try common().srcCorrelationId,
            consumer: consumer, route: .reference(reference), compliance: compliance)
        return try exchange.send("POST", "/cards", body: request.json(generation: .v1)).read { CardResponse($0) }
    }
}
