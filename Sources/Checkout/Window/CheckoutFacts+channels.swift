// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
public import Verification

extension CheckoutFacts {
    /// Where a code can go that shows that the consumer is the cardholder: everything the profile is known by.
    public var channels: [CodeChannel] {
        guard let consumer = try? profile.consumer() else { return [] }
        return CodeChannel.offered(consumer.identities.all.map { CodeChannel($0) }, reach: reach)
    }
}
