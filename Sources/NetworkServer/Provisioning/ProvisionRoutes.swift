// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Pages
internal import PhoneNumbers
internal import Provisioning
internal import RequestSigning
internal import Vault
internal import Verification

/// The provisioning page over HTTP: what the browser sends, which step that is, and what it gets (checkout 5.7). How
/// far a browser has come is in a cookie of the page's own path, sealed.
struct ProvisionRoutes: Sendable {
    static let rememberSeconds = Int(Recognition.lifetime.components.seconds)
    /// Longer than any receipt lives, so that the result can still be seen.
    private static let flowSeconds = 3600

    var gate: ProvisionGate
    var provisioning: Provisioning
    var views: ProvisionViews
    var vault: Vault
    var origins: OriginPolicy
    /// The operator's own documents; nil: the server's.
    var termsURL: String?
    var privacyURL: String?
    /// Whether browsers reach this server by https alone.
    var isSecure: Bool
    var work: WorkQueue<@Sendable () -> Void>
    var log: Log

    // MARK: Step 1

    /// `GET /provision`: the link is let in, and the browser goes on without the receipt in its address bar.
    func enter(_ request: HTTPRequest, _ responder: HTTPResponder) {
        answer(request, responder) {
            switch try gate.answer(query: request.query, remembered: remembered.value(in: request)) {
            case .open(let flow): return go(flow)
            case .ended(let ended): return views.ended(ended).response
            case .refused(let refusal): return views.refused(refusal).response
            }
        }
    }

    /// `GET /provision/{flow}`: the page of the step that the browser has come to.
    func show(_ request: HTTPRequest, flow id: String, _ responder: HTTPResponder) {
        answer(request, responder) {
            guard var flow = flow(id, request) else { return views.lost(language(request)).response }
            if let language = request.chosenLanguage,
                let code = try? LanguageCode(language.rawValue)
            {
                flow.language = code
                return go(flow)
            }
            if flow.step == .activation, let outcome = request.pageParameter(Self.activation) {
                // Back from the issuer's page.
                return try activated(flow, request, hasFailed: outcome == Self.failed)
            }
            return try views.page(flow, step(flow, request)).response
        }
    }

    /// The parameters of the link to an issuer's own authentication, and of the way back from there.
    private static let activation = "activation"
    private static let failed = "failed"

    private func activated(
        _ flow: ProvisionFlow, _ request: HTTPRequest, hasFailed: Bool
    ) throws -> HTTPResponse {
        let next = try provisioning.activated(flow, hasFailed: hasFailed)
        if next.step == .activation {
            return views.page(next, .activation(try places(next, request), isAsked: true)).response
        }
        return finish(next)
    }

    /// The issuer's places, each with the token that it is about and the way back.
    private func places(_ flow: ProvisionFlow, _ request: HTTPRequest) throws -> [Provisioning.ActivationPlace] {
        let back = try origin(request) + "/provision/" + flow.id
        return provisioning.activationPlaces(flow).map { place in
            var place = place
            place.url = LinkParts.adding(
                [("tokenUniqueReference", flow.tokenUniqueReference ?? ""), ("return", back)], to: place.url)
            return place
        }
    }

    /// What a page of this step shows beside the flow.
    private func step(_ flow: ProvisionFlow, _ request: HTTPRequest) throws -> ProvisionViews.Step {
        switch flow.step {
        case .details: .details(prefilled(flow), [])
        case .channel: .channel(nil)
        case .code: .code(nil)
        case .consent: .consent(try owner(flow), isTold: false)
        case .activation: .activation(try places(flow, request), isAsked: false)
        case .done: .done
        }
    }

    // MARK: Steps 2 to 8

    /// `POST /provision/{flow}`: the form of a step. A form of a step that is over changes nothing.
    func take(_ request: HTTPRequest, flow id: String, _ responder: HTTPResponder) {
        do {
            guard let flow = flow(id, request) else {
                return responder.answer(views.lost(language(request)).response)
            }
            let form = try PageForm(request)
            switch form["do"] {
            case "details": try responder.answer(details(form, flow))
            case "restart": responder.answer(go(provisioning.restart(flow)))
            case "send": send(form, flow, request, responder)
            case "code": try responder.answer(code(form, flow))
            case "agree": try agree(form, flow, request, responder)
            case "activated": responder.answer(try activated(flow, request, hasFailed: false))
            case "cancel": try responder.answer(finish(provisioning.cancel(flow)))
            default: throw PageForm.Fault.malformed
            }
        } catch is PageForm.Fault {
            responder.answer(views.foreign(language(request)).response)
        } catch {
            fail(error, request, responder)
        }
    }

    private func details(_ form: PageForm, _ flow: ProvisionFlow) throws -> HTTPResponse {
        let typed = ProvisionForm(form)
        guard let details = typed.details else {
            return views.page(flow, .details(typed, typed.faults), status: 422).response
        }
        return finish(try provisioning.identify(details, flow))
    }

    private func send(_ form: PageForm, _ flow: ProvisionFlow, _ request: HTTPRequest, _ responder: HTTPResponder) {
        let index = form["channel"].flatMap(Int.init) ?? 0
        provisioning.send(to: index, flow) { result in
            later(request, responder) {
                let (flow, sending) = try result.get()
                switch (sending, flow.step) {
                case (.sent, _), (_, .done): return finish(flow)
                case (.tooSoon, .code): return again(views.page(flow, .code(.tooSoon)), flow)
                case (_, .code): return again(views.page(flow, .code(.failed), status: 422), flow)
                case (_, .channel): return again(views.page(flow, .channel(.failed), status: 422), flow)
                default: return go(flow)
                }
            }
        }
    }

    private func code(_ form: PageForm, _ flow: ProvisionFlow) throws -> HTTPResponse {
        guard flow.step == .code else { return go(flow) }
        // Codes are often typed with a gap in the middle.
        guard let code = try? OneTimeCode((form["code"] ?? "").filter { $0 != " " }) else {
            return views.page(flow, .code(.form), status: 422).response
        }
        let (flow, guess) = try provisioning.check(code, flow)
        if case .wrong(let left) = guess { return views.page(flow, .code(.wrong(left)), status: 422).response }
        return finish(flow)
    }

    private func agree(
        _ form: PageForm, _ flow: ProvisionFlow, _ request: HTTPRequest, _ responder: HTTPResponder
    ) throws {
        guard flow.step == .consent else { return responder.answer(go(flow)) }
        guard form.isTicked("accept") else {
            return responder.answer(
                views.page(flow, .consent(try owner(flow), isTold: true), status: 422).response)
        }
        provisioning.enroll(flow, isRemembered: form.isTicked("remember"), documents: try documents(request)) {
            result in
            later(request, responder) {
                let enrolled = try result.get()
                var response = finish(enrolled.flow)
                if let token = enrolled.recognitionToken {
                    response.headers.append(remembered.set(token, seconds: Self.rememberSeconds))
                }
                return response
            }
        }
    }

    // MARK: Answers

    /// On to the page of the step that was reached; or back to the bank at once where there is nothing left to read.
    private func finish(_ flow: ProvisionFlow) -> HTTPResponse {
        switch flow.result {
        case .approved?, .cancelled?, .requireAdditionalAuthentication?:
            guard let target = flow.returnURL else { return go(flow) }
            return PageHeaders.seeOther(target, headers: [keep(flow)])
        default: return go(flow)
        }
    }

    private func go(_ flow: ProvisionFlow) -> HTTPResponse {
        PageHeaders.seeOther("/provision/" + flow.id, headers: [keep(flow)])
    }

    private func again(_ page: Page, _ flow: ProvisionFlow) -> HTTPResponse {
        var response = page.response
        response.headers.append(keep(flow))
        return response
    }

    func busy(_ request: HTTPRequest) -> HTTPResponse {
        views.busy(language(request)).response.adding("Retry-After", "1")
    }

    private func answer(_ request: HTTPRequest, _ responder: HTTPResponder, _ make: () throws -> HTTPResponse) {
        do {
            responder.answer(try make())
        } catch {
            fail(error, request, responder)
        }
    }

    /// Answers on a worker: completions are on threads that have other things to do.
    private func later(
        _ request: HTTPRequest, _ responder: HTTPResponder, _ make: @escaping @Sendable () throws -> HTTPResponse
    ) {
        let job: @Sendable () -> Void = { answer(request, responder, make) }
        if !work.submit(job) { job() }
    }

    private func fail(_ error: any Error, _ request: HTTPRequest, _ responder: HTTPResponder) {
        log.error(
            "a page could not be made", .identifier("requestId", "\(request.requestID)"),
            .identifier("error", String(describing: type(of: error))))
        responder.answer(views.failed(language(request)).response)
    }

    // MARK: Parts

    private func flow(_ id: String, _ request: HTTPRequest) -> ProvisionFlow? {
        cookie(id).value(in: request).flatMap { ProvisionFlow(sealed: $0, id: id, vault) }
    }

    private func keep(_ flow: ProvisionFlow) -> HTTPField {
        cookie(flow.id).set(flow.sealed(vault), seconds: Self.flowSeconds)
    }

    private func cookie(_ id: String) -> PageCookie {
        PageCookie("muster-provision", path: "/provision/" + id, isSecure: isSecure)
    }

    private var remembered: PageCookie { PageCookie("muster-remember", isSecure: isSecure) }

    private func language(_ request: HTTPRequest) -> PageLanguage {
        request.headers["Accept-Language"].flatMap(PageLanguage.init(accepting:)) ?? .english
    }

    private func owner(_ flow: ProvisionFlow) throws -> String? {
        try flow.profile.flatMap { try provisioning.maskedIdentity(of: $0) }
    }

    private func prefilled(_ flow: ProvisionFlow) -> ProvisionForm {
        if let details = flow.details { return ProvisionForm(details) }
        return ProvisionForm(provisioning.holder(flow), dialCode: provisioning.dialCode(flow))
    }

    private func origin(_ request: HTTPRequest) throws -> String {
        try origins.origin(scheme: request.isTLS ? .https : .http, host: request.headers["Host"]).description
    }

    private func documents(_ request: HTTPRequest) throws -> Provisioning.Documents {
        let origin = try origin(request)
        return Provisioning.Documents(
            version: termsURL == nil && privacyURL == nil ? DocumentPages.version : "LATEST",
            termsURL: termsURL ?? origin + "/terms",
            privacyURL: privacyURL ?? origin + "/privacy")
    }
}
