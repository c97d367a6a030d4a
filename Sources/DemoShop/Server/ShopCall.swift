// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

/// One request, whose session it is, and in which language it is answered.
struct ShopCall {
    var request: HTTPRequest
    var language: PageLanguage
    var texts: ShopTexts
    /// Nil: the browser has nothing in its basket yet.
    var session: ShopSession?
    var sessionID: String?

    var basket: Basket { session?.basket ?? Basket() }

    /// The form that was sent, from a page of this shop.
    ///
    /// - Throws: `ShopRefusal`.
    func form() throws(ShopRefusal) -> PageForm {
        do throws(PageForm.Fault) {
            return try PageForm(request)
        } catch {
            throw error == .foreign ? .foreign : .malformed
        }
    }

    /// The one value of a parameter of the query.
    func parameter(_ name: String) -> String? { request.pageParameter(name) }

    /// Path and query of this page, without the language.
    var address: String { request.pageAddress }
}

/// Why a page is not given.
enum ShopRefusal: Error, Sendable {
    case notFound
    /// A form that comes from elsewhere.
    case foreign
    case malformed
    /// What a page brings as a checkout is none of the network's, or not of this purchase.
    case foreignCheckout
}
