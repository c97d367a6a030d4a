// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

extension BankPages {
    /// The way in, with the names and the password of the demo.
    ///
    /// - Parameter next: what is shown once somebody is signed in; nil: what the query says, else the cards.
    func signIn(
        _ call: BankCall, next: String?, status: Int, isRefused: Bool = false, userName: String? = nil
    ) -> HTTPResponse {
        let texts = call.texts.signIn
        let next = next ?? call.parameter("next").flatMap { Self.isLocal($0) ? $0 : nil }
        let isPost = call.request.head.isMethod("POST")
        var page = frame(texts.title, call, address: isPost ? "/bank/sign-in" : nil)
        page.status = status
        page.isNarrow = false
        let alert: Markup? = isRefused ? .alert(texts.refused) : nil
        let hidden: Markup? = next.map { "<input type=\"hidden\" name=\"next\" value=\"\($0)\">" }
        let user = PageField(
            "user", texts.userName, value: String((userName ?? "").prefix(64)), autocomplete: "username",
            charactersMax: 64, isFirst: true)
        let password = PageField(
            "password", texts.password, kind: .password, autocomplete: "current-password", charactersMax: 128)
        page.main = """
            <div class="split"><section class="panel"><h1>\(texts.title)</h1>\
            <p class="lead">\(next == nil || next == "/bank/cards" ? texts.lead : texts.goOn)</p>\(alert)\
            <form method="post" action="/bank/sign-in">\(hidden)\(user.markup)\(password.markup)\
            <div class="actions">\(Markup.button(texts.submit))</div></form></section>\
            <section class="panel"><h2 class="first">\(texts.people)</h2>\
            <p>\(texts.peopleLead) <code dir="ltr">\(DemoCustomers.password)</code></p>\
            <div class="scroll"><table><thead><tr><th scope="col">\(texts.person)</th>\
            <th scope="col">\(texts.userName)</th><th scope="col">\(texts.what)</th></tr></thead><tbody>\
            \(Markup(DemoCustomers.all.map { Self.row($0, texts) }))</tbody></table></div></section></div>
            """
        return page.response
    }

    private static func row(_ customer: DemoCustomer, _ texts: BankTexts.SignIn) -> Markup {
        """
        <tr><td><bdi>\(customer.fullName)</bdi><br><span class="small" lang="\(customer.language.rawValue)">\
        \(customer.language.ownName)</span></td><td><code dir="ltr">\(customer.userName)</code></td>\
        <td class="small">\(customer.showsOutcomes ? texts.outcomes : texts.everyday)</td></tr>
        """
    }
}
