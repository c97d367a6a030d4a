// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import HTTPService
import Testing
import WireJSON

@testable import NetworkServer

@Suite("Answers") struct AnswersTests {
    private func retryAfter(_ response: HTTPResponse) -> [String] {
        response.headers.filter { $0.name == "Retry-After" }.map(\.value)
    }

    @Test("what is only a matter of time says once when to try again, whoever refused it")
    func retryAfter() {
        let answers = Answers()
        let responses = [
            answers.overloaded(), answers.error(ServiceError(.unavailable, "Busy.")), answers.refusal(.overloaded),
            answers.refusal(.stopping),
        ]
        for response in responses { #expect(response.status == 503 && retryAfter(response) == ["1"]) }
        let tooMany = answers.tooMany("Too many.", retryAfter: 7)
        #expect(tooMany.status == 429 && retryAfter(tooMany) == ["7"])
        #expect(retryAfter(answers.error(ServiceError(.notFound))).isEmpty)
    }

    @Test("the directory's refusals have the statuses and places of the contract (enrollment 10)")
    func directoryRefusals() {
        let table: [(DirectoryRefusal, Int, String, String)] = [
            (.noProfile, 404, "NOT_FOUND", "srcConsumerId"), (.noCard, 404, "NOT_FOUND", "srcDigitalCardId"),
            (.emailTaken, 409, "ALREADY_EXISTS", "consumer.consumerIdentity"),
            (.mobileTaken, 409, "ALREADY_EXISTS", "consumer.mobileNumber"),
            (.ambiguousIdentity, 400, "AMBIGUOUS_CONSUMER_IDENTITY", "consumer"),
        ]
        for (refusal, status, reason, source) in table {
            let error = Answers.error(for: refusal)
            #expect(error.status == status && error.details.map(\.reason?.rawValue) == [reason])
            #expect(error.details.map(\.source) == [source])
        }
    }
}
