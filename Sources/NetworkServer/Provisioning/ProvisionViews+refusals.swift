// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Pages
internal import Provisioning

/// The pages for browsers that were not let in, or lost their way.
extension ProvisionViews {
    func ended(_ ended: ProvisionGate.Ended) -> Page {
        let language = PageLanguage(tag: ended.language.value) ?? .english
        let text = ProvisionText.of(language)
        let message =
            switch ended.reason {
            case .expired: text.refusals.expired
            case .used: text.refusals.used
            case .cancelled: text.refusals.cancelled
            case .several: text.refusals.several
            }
        var page = plain(.bad, message, language, back(ended.returnURL, ended.bank, text))
        page.status = 410
        return page
    }

    func refused(_ refusal: ProvisionGate.Refusal) -> Page {
        let language = PageLanguage(tag: refusal.language.value) ?? .english
        let text = ProvisionText.of(language).refusals
        let message =
            switch refusal.reason {
            case .link, .locale: text.link
            case .callback: text.callback
            case .receipt: text.receipt
            }
        let fault = (refusal.fault.parameter.map { $0 + ": " } ?? "") + refusal.fault.message
        var page = plain(
            .bad, message, language,
            """
            <details><summary>\(text.developers)</summary><p lang="en" dir="ltr"><code>\(fault)</code></p></details>
            """)
        page.status = refusal.status
        return page
    }

    func lost(_ language: PageLanguage) -> Page {
        plain(.note, ProvisionText.of(language).refusals.lost, language, nil, status: 404)
    }

    func foreign(_ language: PageLanguage) -> Page {
        plain(.bad, ProvisionText.of(language).refusals.form, language, nil, status: 400)
    }

    func busy(_ language: PageLanguage) -> Page {
        plain(.waiting, ProvisionText.of(language).refusals.busy, language, nil, status: 503)
    }

    func failed(_ language: PageLanguage) -> Page {
        plain(.bad, ProvisionText.of(language).results.error, language, nil, status: 500)
    }
}
