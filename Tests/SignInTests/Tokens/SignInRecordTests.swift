// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Testing
import Verification

@testable import SignIn

struct SignInRecordTests {
    @Test("What is sealed comes back whole")
    func roundTrip() throws {
        for record in [
            SignInRecord(identities: [try Place.email(), try Place.mobile()], browser: 9),
            SignInRecord(identities: [], profile: (3, 4)), SignInRecord(identities: []),
            SignInRecord(
                identities: [], profile: (3, 4), browser: 9,
                recognized: RecognizedBrowser(token: 7, consumer: 4, appInstance: "a:b")),
        ] {
            #expect(try SignInRecord(encoded: record.encoded) == record)
        }
        let validation = ValidationRecord(isReal: true, identities: [try Place.email(), try Place.mobile()], sentTo: 1)
        #expect(try ValidationRecord(encoded: validation.encoded) == validation)
        #expect(validation.channel == (try Place.mobile()))
    }

    @Test("A record of before browsers were kept in it is still read")
    func firstLayout() throws {
        let record = SignInRecord(identities: [try Place.email()], browser: 9)
        // The first layout ends where the browser's text begins: two bytes for none.
        let old = [1] + record.encoded.dropFirst().dropLast(2)
        #expect(try SignInRecord(encoded: Array(old)) == record)
    }

    @Test("One record is never read as the other, nor one that was cut off")
    func others() throws {
        let record = SignInRecord(identities: [try Place.email()])
        let validation = ValidationRecord(isReal: true, identities: [try Place.email()])
        #expect(throws: RecordError.self) { try SignInRecord(encoded: validation.encoded) }
        #expect(throws: RecordError.self) { try ValidationRecord(encoded: record.encoded) }
        #expect(throws: (any Error).self) { try SignInRecord(encoded: record.encoded.dropLast(3).map { $0 }) }
    }
}
