// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension SigningExplanation {
    mutating func noteBodyHash(_ body: [UInt8]) {
        guard let received = bodyHashReceived else {
            isBodyHashAccepted = body.isEmpty
            if !body.isEmpty { hints.append("There is a body, so that oauth_body_hash must be sent.") }
            return
        }
        isBodyHashAccepted = received == bodyHashCalculated
        if isBodyHashAccepted { return }
        hints.append(
            BodyHashGuess.hint(received: received, body: body)
                ?? "oauth_body_hash belongs to other bytes than the body that was sent.")
    }

    mutating func noteTime() {
        guard let secondsAhead, abs(secondsAhead) > windowSeconds else { return }
        hints.append(
            secondsAhead > 0
                ? "The timestamp is in the future: the client's clock is wrong, or it sends milliseconds."
                : "The timestamp is too old: the client's clock is wrong, or an old header was sent again.")
    }

    mutating func noteTarget(_ target: RequestTarget) {
        if target.hasOAuthParameter {
            hints.append("The query holds oauth_* parameters; they belong into the Authorization header alone.")
        }
        if ParameterList(target, as: .rfc) == nil {
            hints.append("A % in the query is not followed by two digits; only the verbatim form is tried.")
        }
        let query = target.bytes[target.query]
        if query.contains(UInt8(ascii: "+")) {
            hints.append("The query holds a +: some clients sign it as a blank, some as a plus. Send %20 or %2B.")
        }
        if String(decoding: query, as: UTF8.self).contains("%25") {
            hints.append("The query holds %25: if no percent sign was meant, it has been encoded twice.")
        }
    }

    /// Says which family the client belongs to, and what other verifiers would make of it.
    mutating func noteForms(_ signed: SignedParts, _ parameters: SignatureParameters) {
        if parameters.isEscaped, parameters.decodedValues == nil {
            hints.append("A header value decodes to an unusual character, so that only its verbatim form is tried.")
        }
        guard let candidate = candidates.first(where: { $0.isSigned == true }) else { return }
        if parameters.isEscaped {
            hints.append(
                candidate.forms.contains { $0.header == .verbatim }
                    ? "The client encodes header values and signs them encoded twice (family B, RFC 5849)."
                    : "The client encodes header values but signs them encoded once (family C); RFC 5849 refuses that.")
        } else if parameters.bodyHash != nil || parameters.consumerKey.contains("!") {
            hints.append("The client sends header values raw and signs them encoded once (family A).")
        }
        if candidate.rules.isEmpty {
            hints.append("Only a combination of forms that no rule accepts was signed.")
        } else if !candidate.rules.contains(VerificationRule.g.name) {
            hints.append(
                "The real gateway seems to take the query verbatim (rule G) and would refuse this request; put the "
                    + "query into canonical form.")
        }
        if !candidate.forms.contains(where: { $0.query != .percent }) {
            hints.append("Only reading + as a literal plus fits; rule S1 accepts that when Q_pct is added to it.")
        }
    }

    /// What can be said about a header that cannot be read.
    mutating func noteProblem(_ authorization: String) {
        if authorization.contains("%25") {
            hints.append("A header value holds %25: it was probably percent-encoded twice.")
        }
        if !AuthorizationHeader.hasScheme(Array(authorization.utf8).span) {
            hints.append("The header must begin with OAuth and one space.")
        }
    }
}
