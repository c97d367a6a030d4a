// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import Processing
internal import Tokenization

/// Who decides about a program's tokens: card management for the PANs of the program's card products, the issuer's own
/// server for the others when there is one, else the stand-in rule, which has approved before anybody is asked
/// (processing 7.3).
struct ProcessorAuthorization: AuthorizationPoint {
    let processor: TokenAuthorization
    let issuers: any AuthorizationPoint
    let callers: CallerDirectory
    let log: Log

    func decides(for directory: Int64) -> Bool {
        let settings = callers.registry.programsByDirectory[directory]?.settings
        return settings?.cardProducts.isEmpty == false || issuers.decides(for: directory)
    }

    func decide(_ request: AuthorizationRequest) -> TokenizationDecision {
        let products = callers.registry.programsByDirectory[request.directory]?.settings.cardProducts ?? []
        guard TokenAuthorization.decides(about: request.pan, products) else {
            return issuers.decides(for: request.directory) ? issuers.decide(request) : .approve
        }
        do {
            return try processor.decide(
                card: request.card, pan: request.pan, expiry: request.expiry, directory: request.directory,
                products: products)
        } catch {
            log.error("card management could not decide about a token", .int("directory", Int(request.directory)))
            return .refuse(.noResponse)
        }
    }
}
