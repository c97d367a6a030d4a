// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit
internal import Synchronization

/// Where orders are paid: with the network by `MerchantClient` alone, and with the shop's own bank. Calls block.
final class Till: Sendable {
    /// What a page brings from a checkout.
    struct Receipt: Sendable {
        /// The JWS.
        var checkoutResponse: String
        var flowId: String?
    }

    /// Addresses are for whoever packs the plants, and are in no file.
    private static let addressesMax = 200
    private static let unpaidAfter = Duration.seconds(900)

    let client: MerchantClient
    let records: ShopRecords
    private let acquirer: DemoAcquirer
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let log: Log
    private let addresses = Mutex<[(reference: String, address: TransactionCredential.PostalAddress)]>([])
    /// The orders that somebody tells the network of now, and whether there was more to tell since.
    private let telling = Mutex<[String: Bool]>([:])

    init(
        client: MerchantClient, records: ShopRecords, clock: any WallClock, entropy: any EntropySource, log: Log
    ) {
        self.client = client
        self.records = records
        self.clock = clock
        self.entropy = entropy
        self.log = log
        acquirer = DemoAcquirer(entropy: entropy)
    }

    // MARK: Paying

    /// Makes an order of what a checkout came to, and pays it. The same purchase twice is one order.
    ///
    /// - Throws: `ShopRefusal.foreignCheckout` for what the network has not signed, or not for this purchase.
    func take(_ receipt: Receipt, _ session: ShopSession) throws -> Order {
        let answer: CheckoutAnswer
        do {
            answer = try client.read(checkoutResponse: receipt.checkoutResponse)
        } catch is CheckoutFinding {
            throw ShopRefusal.foreignCheckout
        }
        // Otherwise anybody's checkout would pay for this basket.
        guard let transaction = answer.srciTransactionId, transaction == session.transaction,
            let correlation = try? CorrelationID(answer.srcCorrelationId)
        else { throw ShopRefusal.foreignCheckout }
        let (order, isNew) = try records.begin(order(answer, receipt, session))
        guard isNew else { return order }
        try pay(order, correlation, isDeclined: session.preferences.isDeclined)
        report(order)
        return try records.order(order.reference) ?? order
    }

    private func order(_ answer: CheckoutAnswer, _ receipt: Receipt, _ session: ShopSession) -> Order {
        let card = answer.maskedCard
        let data = card.digitalCardData
        let name = data.descriptorName.isEmpty ? data.issuerName ?? "Click to Pay" : data.descriptorName
        return Order(
            reference: RandomText.hex(entropy), transaction: session.transaction,
            correlation: answer.srcCorrelationId, flowId: receipt.flowId, created: clock.now,
            lines: session.basket.lines.map {
                Order.Line(product: $0.product.id, count: $0.count, price: $0.product.price)
            },
            card: Order.Card(
                id: card.srcDigitalCardId, name: String(name.prefix(64)), lastFour: card.panLastFour,
                consumer: answer.maskedConsumer?.maskedEmailAddress))
    }

    private func pay(_ order: Order, _ correlation: CorrelationID, isDeclined: Bool) throws {
        let credential: TransactionCredential
        do {
            credential = try client.credentials(
                srcCorrelationId: correlation, srcDigitalCardId: order.card.id, flowId: order.flowId)
        } catch let error as IssuerClientError {
            note(error, "the credentials of a purchase were not given")
            _ = try records.move(order.reference, from: .begun, to: .unpaid, report: nil, at: clock.now)
            return
        } catch let finding as CheckoutFinding {
            log.warning("the credentials of a purchase cannot be used", .identifier("finding", "\(finding)"))
            _ = try records.move(
                order.reference, from: .begun, to: .unpaid, report: (.neverAuthorized, nil), at: clock.now)
            return
        }
        if let address = credential.shippingAddress { keep(address, of: order.reference) }
        let payment = Self.payment(credential)
        switch acquirer.authorize(credential, order.total, isDeclined: isDeclined) {
        case .authorized(let code):
            _ = try records.move(
                order.reference, from: .begun, to: .authorized, payment: payment, report: (.authorized, code),
                at: clock.now)
        case .declined:
            _ = try records.move(
                order.reference, from: .begun, to: .declined, payment: payment, report: (.declined, nil), at: clock.now)
        }
    }

    private static func payment(_ credential: TransactionCredential) -> Order.Payment {
        let month = credential.expirationMonth.flatMap { month in
            credential.expirationYear.map { month + "/" + $0 }
        }
        return Order.Payment(
            isToken: credential.isToken, lastFour: credential.lastFour, expires: month,
            dynamicDataType: credential.dynamicDataType, eci: credential.answer.assurance?.eci,
            method: credential.answer.assurance?.method)
    }

    // MARK: Afterwards

    /// Cancels or refunds what was authorized; false when there is nothing to.
    func undo(_ order: Order, as state: Order.State) throws -> Bool {
        let situation: PurchaseConfirmation.Situation = state == .refunded ? .refunded : .cancelled
        let isMoved = try records.move(
            order.reference, from: .authorized, to: state, report: (situation, nil), at: clock.now)
        report(order)
        return isMoved
    }

    /// Tells the network what it does not know yet of an order, in the order in which it happened. What cannot be told
    /// now is told when somebody looks at the order again.
    ///
    /// An order that was begun and is not paid after all the time that the network gives credentials for was left by a
    /// process that ended: it is told of as never authorized.
    ///
    /// One caller at a time tells of an order: who comes meanwhile leaves what there is to tell to that one.
    func report(_ order: Order) {
        let isFirst = telling.withLock { telling in
            telling.updateValue(telling[order.reference] != nil, forKey: order.reference) == nil
        }
        guard isFirst else { return }
        repeat { tell(order) } while isMoreToTell(order.reference)
    }

    private func isMoreToTell(_ reference: String) -> Bool {
        telling.withLock { telling in
            let isMore = telling[reference] ?? false
            telling[reference] = isMore ? false : nil
            return isMore
        }
    }

    private func tell(_ order: Order) {
        do {
            if order.state == .begun, order.created.advanced(by: Self.unpaidAfter) <= clock.now {
                _ = try records.move(
                    order.reference, from: .begun, to: .unpaid, report: (.neverAuthorized, nil), at: clock.now)
            }
            guard let correlation = try? CorrelationID(order.correlation) else { return }
            for report in try records.reports(of: order.reference) where report.standing == .waiting {
                let confirmation = PurchaseConfirmation(
                    srcCorrelationId: correlation, situation: report.situation, at: report.at,
                    amount: PurchaseConfirmation.Amount(number: order.total.number, currency: Money.currency),
                    authorizationCode: report.authorizationCode)
                do throws(IssuerClientError) {
                    try client.confirm(confirmation, flowId: order.flowId)
                    try? records.settle(report: report.id, as: .told)
                } catch {
                    note(error, "the network was not told of a purchase")
                    guard case .refused(let status, _) = error.cause, (400..<429).contains(status) else { return }
                    try? records.settle(report: report.id, as: .refused)
                }
            }
        } catch {
            log.error("the reports of an order cannot be read")
        }
    }

    // MARK: Addresses

    private func keep(_ address: TransactionCredential.PostalAddress, of reference: String) {
        addresses.withLock { addresses in
            addresses.append((reference, address))
            addresses.removeFirst(max(0, addresses.count - Self.addressesMax))
        }
    }

    /// Where an order goes, while the shop remembers it.
    func address(of reference: String) -> TransactionCredential.PostalAddress? {
        addresses.withLock { $0.last { $0.reference == reference }?.address }
    }

    /// Reasons are words of the contract, and hold nothing of what was sent.
    private func note(_ error: IssuerClientError, _ message: StaticString) {
        log.warning(
            message, .identifier("reason", error.reason), .identifier("correlationId", error.correlationId ?? "none"))
    }
}
