// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import HTTPService
internal import RequestSigning
internal import Synchronization

/// The layouts in which one call's refusals are written (enrollment 4.1 to 4.3). They follow the program as soon as it
/// is known: first the caller's, then the one that the call names.
final class ErrorLayouts: Sendable {
    private let state = Mutex((service: ServiceError.Layout.formA, gateway: GatewayError.Layout.errorList))
    private let shop = Mutex<DigitalPaymentApplication?>(nil)
    /// Whether every refusal has the gateway's shape.
    let isGatewayAlone: Bool
    /// Whether every refusal has the shape of the browser's side (checkout 4.12).
    let isBrowserSide: Bool

    /// - Parameter head: nil: of no particular family.
    init(of head: HTTPRequestHead? = nil) {
        isGatewayAlone = head.map { Operation.isTokenConnect(path: $0.path) } ?? false
        isBrowserSide = head.map { Operation.isBrowserSide(path: $0.path) } ?? false
    }

    var service: ServiceError.Layout { state.withLock { $0.service } }
    var gateway: GatewayError.Layout { state.withLock { $0.gateway } }

    /// The shop that the call is for, once it is known.
    var dpa: DigitalPaymentApplication? { shop.withLock { $0 } }
    var dialect: BrowserError.Dialect { dpa?.settings.dialect ?? .mastercard }

    func follow(_ dpa: DigitalPaymentApplication) {
        shop.withLock { $0 = dpa }
    }

    func follow(_ settings: ProgramSettings) {
        state.withLock { $0 = (settings.errorLayout, settings.gatewayErrorLayout) }
    }
}

extension ErrorLayouts {
    /// Follows the caller's program as far as the head says it. A consumer key that is not proven is good enough for
    /// a layout, which is no secret.
    ///
    /// - Parameter consumerKey: nil: the one in the `Authorization` header, when that can be read.
    convenience init(of head: HTTPRequestHead, consumerKey: String?, in registry: CallerRegistry) {
        self.init(of: head)
        guard let key = consumerKey ?? head.claimedConsumerKey,
            let program = registry.program(consumerKey: key, named: head.namedServiceId)
        else { return }
        follow(program.settings)
    }
}

extension HTTPRequestHead {
    /// The program that the query names.
    var namedServiceId: String? {
        guard let query = try? queryString() else { return nil }
        return query.fields.first { $0.name == "serviceId" }?.value
    }

    fileprivate var claimedConsumerKey: String? {
        guard let text = headers["Authorization"], let header = try? AuthorizationHeader(text),
            let value = header.value(of: "oauth_consumer_key")
        else { return nil }
        return PercentEncoding.decode(Array(value.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension ProgramSettings {
    /// Whether the program has a request rate of its own.
    var hasRequestRate: Bool { requestsPerSecond != nil || requestBurst != nil }
}
