// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import IssuerKit
internal import Pages

extension ShopPages {
    // MARK: Making

    /// Takes a checkout that is complete, and leads to its order. A form that is sent twice leads to the same one.
    func makeOrder(_ call: ShopCall) throws -> HTTPResponse {
        let form = try call.form()
        guard let id = call.sessionID, let session = call.session, let token = form["checkout"] else {
            throw ShopRefusal.foreignCheckout
        }
        guard !session.basket.isEmpty else {
            guard let last = session.orders.first else { return PageHeaders.seeOther("/shop/basket") }
            return PageHeaders.seeOther("/shop/orders/" + last)
        }
        let order = try till.take(Till.Receipt(checkoutResponse: token, flowId: form["flow"]), session)
        let next = entropy.uuid()
        sessions.change(id) { session in
            // What came meanwhile was of another tab, for the next purchase.
            guard session.transaction == order.transaction else { return }
            session.close(order: order.reference, next: next)
        }
        return PageHeaders.seeOther("/shop/orders/" + order.reference)
    }

    // MARK: Showing

    func orders(_ call: ShopCall) throws -> HTTPResponse {
        let texts = call.texts.orders
        var page = frame(texts.title, call)
        page.isNarrow = true
        let orders = try (call.session?.orders ?? []).compactMap { try till.records.order($0) }
        guard !orders.isEmpty else {
            page.main = """
                <section class="panel result"><h1>\(texts.title)</h1><p class="lead">\(texts.empty)</p>\
                <div class="actions">\
                <a class="button main" href="/shop">\(call.texts.basket.toPlants)</a></div></section>
                """
            return page.response
        }
        let rows = orders.map { order -> Markup in
            """
            <li><a href="/shop/orders/\(order.reference)">\(texts.number.filled(Self.number(order)))</a>\
            \(Self.tag(order.state, texts))<span class="price">\(Self.priceMarkup(order.total, call))</span></li>
            """
        }
        page.main = "<h1>\(texts.title)</h1><section class=\"panel\"><ul class=\"short\">\(Markup(rows))</ul></section>"
        return page.response
    }

    func order(_ call: ShopCall) throws -> HTTPResponse {
        till.report(try known(call))
        // As it is afterwards.
        let order = try known(call)
        let texts = call.texts.orders
        let says = texts.says(order.state)
        var page = frame(texts.number.filled(Self.number(order)), call)
        let lines = order.lines.compactMap { line -> Markup? in
            guard let product = Product.named(line.product) else { return nil }
            return """
                <li>\(PlantDrawing.of(product))<span>\(line.count) × \(product.name(call.texts))</span>\
                <span class="price">\(Self.priceMarkup(line.price * line.count, call))</span></li>
                """
        }
        let total = call.texts.basket.total
        page.main = """
            <section class="panel result">\(PageMarks.sign(order.state.sign))<h1>\(says.title)</h1>\
            <p class="lead" role="status">\(says.text)</p></section><div class="till"><div>\
            <section class="panel"><h2 class="first">\(texts.number.filled(Self.number(order)))</h2>\
            <ul class="short">\(Markup(lines))</ul><dl class="sums"><dt class="total">\(total)</dt>\
            <dd class="total">\(Self.priceMarkup(order.total, call))</dd></dl>\(delivery(order, call))</section></div>\
            <div><section class="panel"><h2 class="first">\(texts.paid)</h2>\(payment(order, call))</section>\
            \(try staff(order, call))</div></div>
            """
        return page.response
    }

    private func known(_ call: ShopCall) throws -> Order {
        guard let reference = call.request.parameter("order"), RandomText.isHex(reference),
            let order = try till.records.order(reference)
        else { throw ShopRefusal.notFound }
        return order
    }

    private func delivery(_ order: Order, _ call: ShopCall) -> Markup? {
        guard let address = till.address(of: order.reference) else { return nil }
        let place = [address.zip, address.city, address.state].compactMap { $0 }.joined(separator: " ")
        let lines = ([address.name] + address.lines + [place, address.countryCode]).compactMap { $0 }
            .filter { !$0.isEmpty }
        let markup = lines.map { "<span><bdi>\($0)</bdi></span>" as Markup }
        return "<h3>\(call.texts.orders.delivery)</h3><address>\(Markup(markup))</address>"
    }

    private func payment(_ order: Order, _ call: ShopCall) -> Markup {
        let texts = call.texts.orders
        func row(_ name: String, _ value: String?) -> Markup {
            "<dt>\(name)</dt><dd><bdi>\(value ?? texts.notGiven)</bdi></dd>"
        }
        var rows = row(texts.card, order.card.name + " •••• " + order.card.lastFour)
        if let payment = order.payment {
            rows += row(payment.isToken ? texts.token : texts.plainCard, "•••• " + payment.lastFour)
            rows += row(texts.expires, payment.expires)
            rows += row(texts.dynamicData, payment.dynamicDataType.map(Self.short))
            rows += row("ECI", payment.eci)
            rows += row(texts.verified, payment.method.map { $0 == "04" ? texts.byCode : $0 })
        }
        rows += row(texts.customer, order.card.consumer.flatMap { $0.isEmpty ? nil : $0 })
        return "<dl class=\"facts\">\(rows)</dl>"
    }

    private static func short(_ type: String) -> String {
        type == "CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM" ? "DSRP" : type
    }

    /// What the shop's people see, and can do.
    private func staff(_ order: Order, _ call: ShopCall) throws -> Markup {
        let texts = call.texts.orders
        let reports = try till.records.reports(of: order.reference).map { report -> Markup in
            let (word, kind): (String, Markup) =
                switch report.standing {
                case .told: (texts.reported, "tag good")
                case .waiting: (texts.waiting, "tag note")
                case .refused: (texts.refusedReport, "tag bad")
                }
            return "<li><span>\(texts.word(report.situation))</span><span class=\"\(kind)\">\(word)</span></li>"
        }
        let path = "/shop/orders/" + order.reference
        let buttons: Markup? =
            order.state == .authorized
            ? """
            <div class="row"><form method="post" action="\(path)/cancel">\
            <button type="submit" class="quiet">\(texts.cancel)</button></form>\
            <form method="post" action="\(path)/refund">\
            <button type="submit" class="quiet">\(texts.refund)</button></form>\
            </div>
            """ : nil
        guard !reports.isEmpty || buttons != nil else { return "" }
        return """
            <section class="panel staff"><h2 class="first">\(texts.staff)</h2><h3>\(texts.reports)</h3>\
            <p class="small">\(texts.reportsLead)</p><ul class="short">\(Markup(reports))</ul>\
            <p class="small"><code>\(order.correlation)</code></p>\(buttons)</section>
            """
    }

    private static func number(_ order: Order) -> String { "FF-" + String(1000 + order.number) }

    private static func tag(_ state: Order.State, _ texts: ShopTexts.Orders) -> Markup {
        let kind: Markup =
            switch state {
            case .authorized: "tag good"
            case .declined, .unpaid: "tag bad"
            case .begun, .cancelled, .refunded: "tag note"
            }
        return "<span class=\"\(kind)\">\(texts.says(state).word)</span>"
    }

    // MARK: Afterwards

    func undo(_ call: ShopCall, as state: Order.State) throws -> HTTPResponse {
        _ = try call.form()
        let order = try known(call)
        _ = try till.undo(order, as: state)
        return PageHeaders.seeOther("/shop/orders/" + order.reference)
    }
}

extension Order.State {
    var sign: PageMarks.Sign {
        switch self {
        case .authorized: .good
        case .declined, .unpaid: .bad
        case .cancelled, .refunded: .note
        case .begun: .waiting
        }
    }
}

extension ShopTexts.Orders {
    func says(_ state: Order.State) -> ShopTexts.Result {
        switch state {
        case .begun: begun
        case .unpaid: unpaid
        case .declined: declined
        case .authorized: authorized
        case .cancelled: cancelled
        case .refunded: refunded
        }
    }

    func word(_ situation: PurchaseConfirmation.Situation) -> String {
        switch situation {
        case .authorized: authorized.word
        case .declined: declined.word
        case .neverAuthorized: neverAuthorized
        case .cancelled: cancelled.word
        case .refunded: refunded.word
        }
    }
}
