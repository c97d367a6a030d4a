// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import SignIn
internal import WireJSON

/// O1 to O4: who is the consumer (checkout 4.2 to 4.5)?
struct ValidationRoutes: Sendable {
    private static let idBytesMax = 64

    let lookUp: ConsumerLookUp
    let validation: IdentityValidation
    let recognition: BrowserRecognition
    let quotas: BrowserQuotas
    let watch: LookUpWatch
    /// Whether nobody may learn who is known before a code was proved (checkout 7).
    let isStrict: Bool
    /// What `LATEST` stands for in consents.
    let documentsVersion: String

    // MARK: O1

    func lookUp(_ call: BrowserCall, _ responder: APIResponder) throws {
        guard let identity = try call.identity() else {
            throw BrowserError(.consumerIdMissing, "The consumerIdentity is missing.")
        }
        let wantsChannels = try call.flag("returnValidationChannels") ?? false
        try quotas.count(identity: lookUp.fingerprint(identity))
        let found = try lookUp.find(identity)
        watch.count(client: call.client.srcClientId, isPresent: found.isPresent)
        if !isStrict, let refusal = found.refusal { throw refusal }
        let isPresent = isStrict || found.isPresent
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("consumerPresent", isPresent)
            // What else the consumer is known by is not told to who has not asked for a code.
            if isPresent, wantsChannels {
                Self.write([ValidationChannel(of: identity)], to: &writer)
            }
        }
        responder.answer(200, writer.bytes)
    }

    // MARK: O2

    func start(_ call: BrowserCall, _ responder: APIResponder) throws {
        let start = IdentityValidation.Start(
            identity: try call.identity(), session: try call.text("idValidationSessionId", max: Self.idBytesMax),
            channel: try call.text("requestedValidationChannelId", max: Self.idBytesMax),
            client: call.client.srcClientId, dpa: call.dpa.srcDpaId)
        let identity = try validation.identity(of: start)
        try quotas.count(identity: lookUp.fingerprint(identity))
        validation.start(start, identity: identity) { [watch, isStrict] result in
            // In strict mode this call tells nothing.
            if !isStrict { watch.count(client: start.client, told: result.failure) }
            do {
                let started = try result.get()
                var writer = JSONWriter()
                writer.object { writer in
                    writer.member("srcCorrelationId", call.srcCorrelationId)
                    writer.member("idValidationSessionId", started.session)
                    writer.member("maskedValidationChannel", started.channel.masked)
                    Self.write(started.supported, to: &writer)
                    writer.member("expiresAt", started.expiresAt.iso8601)
                }
                responder.answer(200, writer.bytes)
            } catch {
                responder.fail(error)
            }
        }
    }

    private static func write(_ channels: [ValidationChannel], to writer: inout JSONWriter) {
        writer.array("supportedValidationChannels") { writer in
            for channel in channels {
                writer.object { writer in
                    writer.member("validationChannelId", channel.id)
                    writer.member("identityProvider", "SRC")
                    writer.member("identityType", channel.identityType.rawValue)
                    writer.member("maskedValidationChannel", channel.masked)
                }
            }
        }
    }

    // MARK: O3

    func finish(_ call: BrowserCall, _ responder: APIResponder) throws {
        guard let session = try call.text("idValidationSessionId", max: Self.idBytesMax) else {
            throw BrowserError.field("idValidationSessionId", .cannotBeNull, "must not be null")
        }
        let finished = try validation.finish(
            IdentityValidation.Finish(
                session: session, code: try call.text("validationData", max: Self.idBytesMax),
                isRemembered: try call.consents(version: documentsVersion).isRemembered,
                appInstance: try appInstance(call), client: call.client.srcClientId, dpa: call.dpa.srcDpaId))
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("idToken", finished.idToken)
            writer.member("recognitionToken", finished.recognitionToken)
        }
        let cookies = finished.recognitionToken.map { [ShopCookie.set($0, client: call.client.srcClientId)] }
        responder.answer(HTTPResponse.json(200, writer.bytes).adding(cookies ?? []))
    }

    /// The browser's own id at the shop, when the shop has one for it.
    private func appInstance(_ call: BrowserCall) throws -> String? {
        guard let id = try call.text("appInstanceId", max: Self.idBytesMax), !id.isEmpty else { return nil }
        return id
    }

    // MARK: O4

    func recognize(_ call: BrowserCall, _ responder: APIResponder) throws {
        let client = call.client.srcClientId
        let idTokens = try recognition.recognize(
            try call.texts(
                "recognitionTokens", max: SignOutRoutes.tokensMax, each: SignOutRoutes.tokenBytesMax),
            cookie: ShopCookie.token(in: call.request, client: client), appInstance: try appInstance(call),
            client: client, dpa: call.dpa.srcDpaId)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", call.srcCorrelationId)
            writer.member("recognized", !idTokens.isEmpty)
            if !idTokens.isEmpty { writer.member("idTokens", idTokens) }
        }
        responder.answer(200, writer.bytes)
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
