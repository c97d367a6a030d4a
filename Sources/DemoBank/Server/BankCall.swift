// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

/// One request, who made it, and in which language it is answered.
struct BankCall {
    var request: HTTPRequest
    var language: PageLanguage
    var texts: BankTexts
    /// Who is signed in, and the session.
    var customer: DemoCustomer?
    var session: String?

    /// The customer, on pages that nobody else gets.
    ///
    /// - Throws: `BankRefusal.signedOut`.
    func signedIn() throws(BankRefusal) -> DemoCustomer {
        guard let customer else { throw .signedOut }
        return customer
    }

    /// The customer's own card that the path names. One of somebody else's is no more there than one of nobody's.
    ///
    /// - Throws: `BankRefusal`.
    func card() throws(BankRefusal) -> (customer: DemoCustomer, card: DemoCard) {
        let customer = try signedIn()
        guard let card = request.parameter("card").flatMap(customer.card) else { throw .notFound }
        return (customer, card)
    }

    /// The form that was sent, from a page of this bank.
    ///
    /// - Throws: `BankRefusal`.
    func form() throws(BankRefusal) -> PageForm {
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
enum BankRefusal: Error, Sendable {
    case signedOut
    case notFound
    case foreign
    case malformed
    /// A return that is not taken (token-connect 9.2).
    case refusedReturn
}
