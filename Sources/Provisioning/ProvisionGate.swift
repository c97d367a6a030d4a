// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
internal import JOSE
internal import Store
public import TokenConnect
public import Vault
public import Verification

/// Lets a browser in at `/provision`, or says why not (token-connect 8.3; checkout 5.7, step 1).
public struct ProvisionGate: Sendable {
    public enum Answer: Sendable {
        /// The receipt is good and now open.
        case open(ProvisionFlow)
        /// Nothing can be done with the receipts, and the callback is to be trusted, if there is one.
        case ended(Ended)
        /// Nobody is sent anywhere.
        case refused(Refusal)
    }

    public struct Ended: Sendable {
        public enum Reason: Sendable {
            case expired
            case used
            case cancelled
            case several
        }

        public var reason: Reason
        public var language: LanguageCode
        /// The name of the bank that pushed the card.
        public var bank: String
        /// Where the consumer goes, with an `ERROR` for each receipt; nil: nowhere.
        public var returnURL: String?
    }

    public struct Refusal: Sendable {
        public enum Reason: Sendable {
            /// The link cannot be read, is not authentic, or is for somebody else (400).
            case link
            /// The callback is not one of the issuer's (400).
            case callback
            /// There is no such receipt (404).
            case receipt
            /// Of a program that wants to be told: no language of ours (400).
            case locale
        }

        public var reason: Reason
        public var language: LanguageCode
        public var fault: ProvisionLink.Fault

        public var status: Int { reason == .receipt ? 404 : 400 }
    }

    private let receipts: Receipts
    private let vault: Vault
    private let entropy: any EntropySource
    private let recognition: Recognition
    private let general: @Sendable () -> Int64?
    private let programs: @Sendable (Int64) -> ProgramSettings?
    private let languages: [LanguageCode]

    /// - Parameters:
    ///   - languages: those that the pages speak; the first one is for everybody else.
    ///   - general: the general directory.
    ///   - programs: the settings of the program of a directory.
    public init(
        receipts: Receipts, vault: Vault, entropy: any EntropySource, recognition: Recognition,
        languages: [LanguageCode], general: @escaping @Sendable () -> Int64?,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?
    ) {
        self.receipts = receipts
        self.vault = vault
        self.entropy = entropy
        self.recognition = recognition
        self.languages = languages
        self.general = general
        self.programs = programs
    }

    /// Looks at a link.
    ///
    /// - Parameters:
    ///   - query: of the link, as the browser sent it.
    ///   - remembered: the recognition token that the browser brought.
    /// - Throws: only for a fault of the server.
    public func answer(query: String, remembered: String?) throws -> Answer {
        let link: ProvisionLink
        do {
            link = try ProvisionLink(query: query, vault: vault)
        } catch let fault as ProvisionLink.Fault {
            return refused(.link, nil, fault)
        }
        guard let receipt = link.receipts.first, let row = try receipts.row(of: receipt.value) else {
            return refused(.receipt, link, ProvisionLink.Fault(nil, "there is no such receipt: push the card again"))
        }
        guard row.requestor == Receipts.clickToPay else {
            return refused(
                .link, link, ProvisionLink.Fault(nil, "the receipt is for another token requestor: open its own page"))
        }
        guard let program = programs(row.directory) else {
            return refused(.receipt, link, ProvisionLink.Fault(nil, "there is no such receipt: push the card again"))
        }
        if program.strictLocale, spoken(link.locale) == nil {
            return refused(
                .locale, link, ProvisionLink.Fault("locale", "it must be ll_CC with a language that is spoken here"))
        }
        return try answer(link, receipt, row, program, remembered)
    }

    private func answer(
        _ link: ProvisionLink, _ receipt: PushReceipt, _ row: ReceiptRow, _ program: ProgramSettings,
        _ remembered: String?
    ) throws -> Answer {
        let pushed = row.isOpen ? try? receipts.find(receipt.value).card.settings.callbackURL : nil
        guard CallbackRule.allows(link, pushed: pushed ?? nil, registered: program.callbackURLs) else {
            return refused(
                .callback, link,
                ProvisionLink.Fault(
                    "callbackURL",
                    "it is neither the one that was pushed with the card nor registered: push it in signatureData, or "
                        + "add it with muster issuer set callbackURLs"))
        }
        guard link.receipts.count == 1 else { return ended(.several, link, program) }
        do {
            let opened = try receipts.open(receipt.value)
            var flow = ProvisionFlow(
                id: Hex.encode(entropy.bytes(16)), receipt: receipt, issuer: row.directory, link: link,
                lastFour: String(opened.card.clearPAN.suffix(4)), language: language(link.locale))
            try recognize(remembered, &flow)
            return .open(flow)
        } catch let refusal as ReceiptRefusal {
            switch refusal {
            case .expired: return ended(.expired, link, program)
            case .cancelled: return ended(.cancelled, link, program)
            case .used: return ended(.used, link, program)
            case .unknown:
                return refused(
                    .receipt, link, ProvisionLink.Fault(nil, "there is no such receipt: push the card again"))
            }
        }
    }

    /// A browser that is remembered needs no code (token-connect 10.3, row 2).
    private func recognize(_ token: String?, _ flow: inout ProvisionFlow) throws {
        guard let token, let general = general(),
            let known = try recognition.recognized(token, client: Receipts.clickToPay), known.directory == general
        else { return }
        flow.profile = known.consumer
        flow.isRecognized = true
        flow.step = .consent
    }

    private func refused(
        _ reason: Refusal.Reason, _ link: ProvisionLink?, _ fault: ProvisionLink.Fault
    ) -> Answer {
        .refused(Refusal(reason: reason, language: language(link?.locale), fault: fault))
    }

    private func ended(_ reason: Ended.Reason, _ link: ProvisionLink, _ program: ProgramSettings) -> Answer {
        let results = link.receipts.map { PushResult(receipt: $0, status: .error) }
        return .ended(
            Ended(
                reason: reason, language: language(link.locale), bank: program.issuerName,
                returnURL: link.callbackURL.map { PushReturnURL(callback: $0, results: results).url }))
    }

    // MARK: Languages

    /// The language of a locale, whatever the country; nil when it is not spoken.
    private func spoken(_ locale: String?) -> LanguageCode? {
        guard let locale, let parts = try? Locale(locale) else { return nil }
        return languages.first { $0 == parts.language }
    }

    /// The nearest language: also of a locale that is not well-formed, when it begins with one.
    private func language(_ locale: String?) -> LanguageCode {
        let near = locale.flatMap { locale in languages.first { locale.lowercased().hasPrefix($0.value) } }
        return spoken(locale) ?? near ?? languages[0]
    }
}
