// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Testing

@testable import SignIn

struct SignInRecordTests {
    @Test("What is sealed comes back whole")
    func roundTrip() throws {
        for record in [
            SignInRecord(identities: [try Place.email(), try Place.mobile()], browser: 9),
            SignInRecord(identities: [], profile: (3, 4)), SignInRecord(identities: []),
        ] {
            #expect(try SignInRecord(encoded: record.encoded) == record)
        }
        let validation = ValidationRecord(isReal: true, identities: [try Place.email(), try Place.mobile()], sentTo: 1)
        #expect(try ValidationRecord(encoded: validation.encoded) == validation)
        #expect(validation.channel == (try Place.mobile()))
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
