// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

extension ShopPages {
    /// What there is to buy.
    func plants(_ call: ShopCall) -> HTTPResponse {
        let texts = call.texts.goods
        var page = frame(texts.title, call)
        let goods = Product.all.map { product -> Markup in
            let says = product.says(call.texts)
            return """
                <li class="offer">\(PlantDrawing.of(product))<div><h2>\(says.name)</h2><p>\(says.text)</p></div>\
                <form method="post" action="/shop/basket"><input type="hidden" name="product" value="\(product.id)">\
                <p class="price">\(Self.priceMarkup(product.price, call))</p>\
                <button type="submit" class="main" aria-label="\(texts.add): \(says.name)">\(texts.add)</button></form>\
                </li>
                """
        }
        page.main = """
            <header class="hero"><h1>\(texts.title)</h1><p class="lead">\(texts.lead)</p></header>\
            <ul class="goods">\(Markup(goods))</ul>
            """
        return page.response
    }

    /// What is in the basket, and the way to the checkout.
    func basket(_ call: ShopCall) -> HTTPResponse {
        let texts = call.texts.basket
        var page = frame(texts.title, call)
        guard !call.basket.isEmpty else {
            page.isNarrow = true
            page.main = """
                <section class="panel result"><h1>\(texts.title)</h1><p class="lead">\(texts.empty)</p>\
                <div class="actions"><a class="button main" href="/shop">\(texts.toPlants)</a></div></section>
                """
            return page.response
        }
        let lines = call.basket.lines.map { line -> Markup in
            let name = line.product.name(call.texts)
            let remove = Self.change(line.product, "none", texts.remove.filled(name), "×")
            return """
                <li>\(PlantDrawing.of(line.product))<div><h2>\(name)</h2>\
                <p class="small">\(Self.priceMarkup(line.product.price, call))</p></div>\
                <div class="count">\(Self.change(line.product, "less", texts.less.filled(name), "−"))\
                <span>\(line.count)</span>\(Self.change(line.product, "more", texts.more.filled(name), "+"))</div>\
                <p class="price">\(Self.priceMarkup(line.amount, call))</p>\(remove)</li>
                """
        }
        page.main = """
            <h1>\(texts.title)</h1><section class="panel"><ul class="lines">\(Markup(lines))</ul>\(sums(call))\
            <div class="actions end"><a class="button main" href="/shop/checkout">\(texts.checkout)</a></div></section>
            """
        return page.response
    }

    private static func change(_ product: Product, _ change: String, _ label: String, _ sign: Markup) -> Markup {
        """
        <form method="post" action="/shop/basket"><input type="hidden" name="product" value="\(product.id)">\
        <button type="submit" class="round" name="change" value="\(change)" aria-label="\(label)">\(sign)</button>\
        </form>
        """
    }

    /// Delivery and the total.
    func sums(_ call: ShopCall) -> Markup {
        let texts = call.texts.basket
        return """
            <dl class="sums"><dt>\(texts.delivery)</dt><dd>\(texts.free)</dd>\
            <dt class="total">\(texts.total)</dt>\
            <dd class="total">\(Self.priceMarkup(call.basket.total, call))</dd></dl>
            """
    }
}
