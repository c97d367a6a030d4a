// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService

/// The calls of shops' pages (checkout 4): who calls is found out here, then each operation has a function of its own.
struct BrowserRoutes: Sendable {
    let admission: BrowserAdmission
    let callers: CallerDirectory
    let validation: ValidationRoutes
    let authentication: AuthenticationRoutes
    let profiles: ConsumerProfileRoutes
    let signOut: SignOutRoutes
    let checkouts: CheckoutRoutes
    let log: Log

    /// Answers one call. On a thread that may wait.
    func answer(_ operation: Operation, _ request: HTTPRequest, _ responder: HTTPResponder) {
        let layouts = ErrorLayouts(of: request.head)
        let call: BrowserCall
        do {
            call = try admit(request, operation, layouts)
        } catch {
            let headers = CrossOrigin.headers(request.head, callers.registry, dpa: layouts.dpa)
            return APIResponder(responder, request, answers: Answers(layouts: layouts), headers: headers, log: log)
                .fail(error)
        }
        let answers = APIResponder(
            responder, request, answers: Answers(layouts: layouts),
            headers: CrossOrigin.headers(request.head, call.registry, dpa: call.dpa),
            parties: CallParties(srcClientId: call.client.srcClientId, srcCorrelationId: call.srcCorrelationId),
            log: log)
        do {
            try run(call, answers)
        } catch {
            answers.fail(error)
        }
    }

    /// A shop that was onboarded a moment ago is not in the registry as it was read last.
    private func admit(
        _ request: HTTPRequest, _ operation: Operation, _ layouts: ErrorLayouts
    ) throws -> BrowserCall {
        do {
            return try admission.call(request, operation, callers.registry, layouts)
        } catch let error as BrowserError where error.reason == .permissionDenied {
            return try admission.call(request, operation, callers.newest, layouts)
        }
    }

    private func run(_ call: BrowserCall, _ responder: APIResponder) throws {
        switch call.operation {
        case .lookUpIdentity: try validation.lookUp(call, responder)
        case .startValidation: try validation.start(call, responder)
        case .finishValidation: try validation.finish(call, responder)
        case .recognizeBrowser: try validation.recognize(call, responder)
        case .authenticate: try authentication.open(call, responder)
        case .authenticationResult: try authentication.result(call, responder)
        case .readConsumerProfiles: try profiles.profiles(call, responder)
        case .checkout: try checkouts.start(call, responder)
        case .checkoutAction: try checkouts.act(call, responder)
        case .unbindAppInstance: try signOut.unbind(call, responder)
        case .preProvisionedCards: try profiles.staged(call, responder)
        case .provisionCard: try profiles.provision(call, responder)
        default: throw ServiceError(.notImplemented)
        }
    }
}
