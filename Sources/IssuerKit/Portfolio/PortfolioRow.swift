// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// One row of a portfolio as the network will see it: a card and the consumer it belongs to.
public struct PortfolioRow: Sendable {
    public var externalConsumerId: ExternalID
    public var externalCardId: ExternalID
    public var consumer: Consumer
    public var card: EnrolledCard

    public init(
        externalConsumerId: ExternalID, externalCardId: ExternalID, consumer: Consumer, card: EnrolledCard
    ) {
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
        self.consumer = consumer
        self.card = card
    }
}
