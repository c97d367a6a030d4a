// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import ClickToPay
internal import HTTPService
internal import Pages

/// The forms of the code: who it is, where it goes, what it is.
extension AccountRoutes {
    private static let codeBytesMax = 64

    func codePage(_ call: AccountCall) throws -> HTTPResponse {
        guard let entry = cookies.entry(in: call.request), entry.isAgain == (call.session != nil) else {
            return PageHeaders.seeOther("/account", headers: [cookies.withoutEntry])
        }
        return views.code(call, entry).response
    }

    // MARK: Sending

    func begin(_ form: PageForm, _ call: AccountCall, _ responder: HTTPResponder) throws -> HTTPResponse? {
        let typed = form["identity"] ?? ""
        guard let identity = WrittenIdentity.read(typed) else {
            return views.signIn(call, typed: String(typed.prefix(WrittenIdentity.bytesMax)), .fault, status: 422)
                .response
        }
        do {
            try quotas.count(identity: services.signIn.fingerprint(identity))
        } catch {
            return views.signIn(call, typed: typed, .tooMany, status: 429).response
                .adding("Retry-After", String(error.retryAfter ?? 1))
        }
        let entry = self.entry(of: identity, call)
        services.signIn.begin(identity, entry: entry, goal: .cards, isAgain: false) { result in
            later(call, responder) {
                do {
                    return sent(try result.get())
                } catch let refusal as BrowserError where refusal.reason == .retriesExceeded && entry != nil {
                    // The code that is on its way is still good.
                    return PageHeaders.seeOther("/account/code")
                } catch let refusal as BrowserError {
                    let note = try Self.note(refusal)
                    let status = refusal.reason == .retriesExceeded ? 429 : 422
                    return views.signIn(call, typed: typed, note, status: status).response
                }
            }
        }
        return nil
    }

    /// What the browser has for the same identity: whoever goes back and forth gets no second session.
    private func entry(of identity: LinkedIdentity, _ call: AccountCall) -> AccountEntry? {
        guard let entry = cookies.entry(in: call.request), !entry.isAgain,
            (try? services.signIn.identity(of: entry)) == identity
        else { return nil }
        return entry
    }

    func beginAgain(
        _ form: PageForm, _ call: AccountCall, _ session: AccountSession, _ responder: HTTPResponder
    ) throws -> HTTPResponse? {
        guard let goal = form["goal"].flatMap(AccountGoal.init(text:)) else { throw PageForm.Fault.malformed }
        try quotas.count(identity: services.signIn.fingerprint(session.identity))
        services.signIn.begin(session.identity, entry: nil, goal: goal, isAgain: true) { result in
            later(call, responder) {
                do {
                    return sent(try result.get())
                } catch let refusal as BrowserError {
                    return views.again(call, session, goal, try Self.note(refusal), status: 422).response
                }
            }
        }
        return nil
    }

    func send(_ form: PageForm, _ call: AccountCall, _ responder: HTTPResponder) throws -> HTTPResponse? {
        guard let entry = cookies.entry(in: call.request), entry.isAgain == (call.session != nil) else {
            return home(call.request, .ended, headers: [cookies.withoutEntry])
        }
        if let identity = try? services.signIn.identity(of: entry) {
            try quotas.count(identity: services.signIn.fingerprint(identity))
        }
        services.signIn.send(to: form["channel"].flatMap(Int.init) ?? entry.sentTo, entry) { result in
            later(call, responder) {
                do {
                    return sent(try result.get())
                } catch let refusal as BrowserError {
                    switch refusal.reason {
                    case .retriesExceeded: return views.code(call, entry, .tooSoon, status: 429).response
                    case .otpSendFailed: return views.code(call, entry, .failed, status: 422).response
                    case .accountInaccessible: throw refusal
                    // Its time is over: it begins anew.
                    default: return home(call.request, .ended, headers: [cookies.withoutEntry])
                    }
                }
            }
        }
        return nil
    }

    private func sent(_ entry: AccountEntry) -> HTTPResponse {
        PageHeaders.seeOther("/account/code", headers: [cookies.set(entry)])
    }

    /// - Throws: what is not the consumer's.
    private static func note(_ refusal: BrowserError) throws -> AccountViews.SignInNote {
        switch refusal.reason {
        case .notFound: .unknown
        case .retriesExceeded: .tooSoon(seconds: refusal.retryAfter ?? 1)
        case .accountInaccessible, .fraud: .blocked
        case .otpSendFailed: .failed
        default: throw refusal
        }
    }

    // MARK: Entering

    func enter(_ form: PageForm, _ call: AccountCall) throws -> HTTPResponse {
        guard let entry = cookies.entry(in: call.request), entry.isAgain == (call.session != nil) else {
            return home(call.request, .ended, headers: [cookies.withoutEntry])
        }
        // Codes are often typed with a gap in the middle.
        let code = (form["code"] ?? "").filter { $0 != " " }
        guard code.utf8.count <= Self.codeBytesMax, (try? OneTimeCode(code)) != nil else {
            return views.code(call, entry, .form, status: 422).response
        }
        do {
            let entered = try services.signIn.enter(
                code, entry, isRemembered: form.isTicked("remember"), current: call.session)
            return go(entry.goal, headers: set(entered) + [cookies.withoutEntry])
        } catch AccountRefusal.notFound {
            return home(call.request, .ended, headers: [cookies.withoutEntry])
        } catch let refusal as BrowserError {
            switch refusal.reason {
            case .codeInvalid, .codeMissing: return views.code(call, entry, .wrong, status: 422).response
            case .retriesExceeded: return views.code(call, entry, .void, status: 422).response
            case .codeExpired: return views.code(call, entry, .tooLate, status: 422).response
            case .consumerIdMissing: return home(call.request, .ended, headers: [cookies.withoutEntry])
            default: throw refusal
            }
        }
    }
}
