// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import Ambient
internal import Pages
internal import SignIn

/// The pages of the code.
extension AccountViews {
    /// What is said about the last thing that the consumer did.
    enum SignInNote: Sendable, Equatable {
        case fault
        case unknown
        case tooSoon(seconds: Int)
        case blocked
        case tooMany
        case failed
    }

    enum CodeNote: Sendable, Equatable {
        case form
        case wrong
        case void
        case tooLate
        case tooSoon
        case failed
    }

    // MARK: Who is it?

    /// - Parameter typed: what was typed before.
    func signIn(_ call: AccountCall, typed: String = "", _ note: SignInNote? = nil, status: Int = 200) -> Page {
        let text = call.text.signIn
        let alert: Markup? =
            switch note {
            case .fault?, .unknown?, nil: nil
            case .tooSoon(let seconds)?: "<p class=\"notice\" role=\"status\">\(text.tooSoon(seconds))</p>"
            case .blocked?: .alert(text.blocked)
            case .tooMany?: .alert(text.tooMany)
            case .failed?: .alert(ProvisionText.of(call.language).code.failed)
            }
        let field = PageField(
            "identity", text.label, kind: .identity, value: typed, hint: text.hint,
            error: note == .fault ? text.fault : note == .unknown ? text.unknown : nil, autocomplete: "username",
            charactersMax: WrittenIdentity.bytesMax, isFirst: note != nil)
        let form = Self.form(
            "sign-in", nil,
            """
            \(field.markup)<div class="actions">\(Markup.button(ProvisionText.of(call.language).details.next))</div>
            """)
        return frame(
            call, text.title,
            """
            <section class="panel">\(PageMarks.cardFan)<h1>\(text.title)</h1><p class="lead">\(text.lead)</p>\
            \(self.note(call))\(alert)\(form)</section>
            """, status: status)
    }

    // MARK: The code

    func code(_ call: AccountCall, _ entry: AccountEntry, _ note: CodeNote? = nil, status: Int = 200) -> Page {
        let text = call.text.signIn
        let common = ProvisionText.of(call.language)
        let fault: String? =
            switch note {
            case .form?: common.code.formFault
            case .wrong?: text.wrong
            case .void?: text.void
            case .tooLate?: text.tooLate
            case .tooSoon?, .failed?, nil: nil
            }
        let alert: Markup? =
            switch note {
            case .tooSoon?: "<p class=\"notice\" role=\"status\">\(common.code.tooSoon)</p>"
            case .failed?: .alert(common.code.failed)
            default: nil
            }
        let field = PageField(
            "code", common.code.label, kind: .code, error: fault, autocomplete: "one-time-code", charactersMax: 7,
            isFirst: true)
        let remember: Markup? =
            entry.isAgain
            ? nil
            : .checkbox("remember", "\(common.consent.remember)<br><small>\(common.consent.rememberHint)</small>")
        let form = Self.form(
            "code", nil,
            "\(field.markup)\(remember)<div class=\"actions\">\(Markup.button(common.code.confirm))</div>")
        let address = Self.isolated(entry.channel.masked)
        let leave =
            entry.isAgain
            ? "<a class=\"button quiet\" href=\"/account\">\(common.frame.cancel)</a>" as Markup
            : Self.form("restart", nil, .button(text.other, isQuiet: true))
        return frame(
            call, common.code.enterTitle,
            """
            <section class="panel"><h1>\(common.code.enterTitle)</h1>\
            <p class="lead">\(common.code.enterLead(address))</p>\(alert)\(form)\
            <div class="actions">\(sends(call, entry))\(leave)</div></section>
            """, address: "/account/code", status: status)
    }

    /// Another code by the same way, or one by another way.
    private func sends(_ call: AccountCall, _ entry: AccountEntry) -> Markup {
        let text = ProvisionText.of(call.language).code
        // The end of the wait is counted down by the page's script; without it an early wish is answered in words.
        let wait = max(0, (entry.nextSend.milliseconds - clock.now.milliseconds + 999) / 1000)
        return Markup(
            entry.channels.enumerated().map { place, channel -> Markup in
                let isSame = place == entry.sentTo
                let pause: Markup? = isSame ? " data-wait=\"\(Int(wait))\"" : nil
                let way = channel.isEmail ? text.byEmail : text.byMessage
                let label: Markup =
                    isSame ? "\(text.again)" : "\(way) <bdi dir=\"ltr\">\(channel.masked)</bdi>"
                return Self.form(
                    "send", nil,
                    """
                    <input type="hidden" name="channel" value="\(place)">\
                    <button type="submit" class="quiet"\(pause)>\(label)</button>
                    """)
            })
    }

    // MARK: Again

    /// Asks whether a code may be sent, before something that cannot be undone.
    func again(
        _ call: AccountCall, _ session: AccountSession, _ goal: AccountGoal, _ note: SignInNote? = nil,
        status: Int = 200
    ) -> Page {
        let text = call.text.signIn
        let common = ProvisionText.of(call.language)
        let alert: Markup? =
            switch note {
            case .tooSoon(let seconds)?: "<p class=\"notice\" role=\"status\">\(text.tooSoon(seconds))</p>"
            case .blocked?: .alert(text.blocked)
            case .tooMany?: .alert(text.tooMany)
            case .some: .alert(common.code.failed)
            case nil: nil
            }
        let form = Self.form(
            "again", session,
            """
            <input type="hidden" name="goal" value="\(goal.text)"><div class="actions">\
            \(Markup.button(common.code.send))<a class="button quiet" href="/account">\(common.frame.cancel)</a></div>
            """)
        return frame(
            call, text.again.title,
            """
            <section class="panel"><h1>\(text.again.title)</h1>\
            <p class="lead">\(text.again.lead(Self.isolated(session.identity.masked)))</p>\(alert)\(form)</section>
            """, address: goal.path, status: status)
    }
}
