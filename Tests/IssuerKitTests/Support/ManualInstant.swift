// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import PhoneNumbers
internal import Synchronization

@testable internal import IssuerKit

/// A monotonic clock that a test moves.
final class ManualInstant: Sendable {
    private let instant = Mutex(MonotonicInstant(nanoseconds: 1))

    var now: MonotonicInstant { instant.withLock { $0 } }

    func advance(by duration: Duration) {
        instant.withLock { $0 = $0.later(by: duration) }
    }
}

/// A number that is not in use.
let sampleMobile = MobileNumber("1", "2025550123")

extension MobileNumber {
    /// A number that must be valid.
    init?(_ countryCode: String, _ number: String) {
        guard let mobile = try? PhoneNumberRules.normalise(countryCode: countryCode, phoneNumber: number) else {
            return nil
        }
        self = mobile
    }
}
