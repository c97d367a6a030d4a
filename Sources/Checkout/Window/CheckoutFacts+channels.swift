// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
public import Verification

extension CheckoutFacts {
    /// Where a code can go that shows that the consumer is the cardholder: everything the profile is known by.
    var channels: [CodeChannel] {
        guard let consumer = try? profile.consumer() else { return [] }
        return CodeChannel.offered(consumer.identities.all.map { CodeChannel($0) }, reach: reach)
    }
}

extension CheckoutView {
    /// Where a code can go; empty once consumer or card are gone. To a newcomer it goes where the shop says that they
    /// are: that is what it proves.
    public var channels: [CodeChannel] {
        guard let facts else { return [] }
        guard !session.newcomer.isEmpty else { return facts.channels }
        return CodeChannel.offered(session.newcomer.map { CodeChannel($0) }, reach: facts.reach)
    }
}
