// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Synchronization
internal import WireJSON

/// Lets portfolio enrollment go card by card: what it takes for a batch is a handful of calls to `POST /cards`, whose
/// answers are kept until it asks for them. Every call can be made again (enrollment 17), and so can the whole handful.
final class SingleCardNetwork: EnrollmentNetwork {
    private let client: IssuerClient
    private let done = Mutex<[String: BatchStatus]>([:])

    init(_ client: IssuerClient) {
        self.client = client
    }

    func submitOnce(externalBatchId: ExternalID, plaintext: [UInt8]) throws(IssuerClientError) -> BatchAccepted {
        var items: [BatchItem] = []
        for record in try records(plaintext) {
            for card in record.cards { items.append(try enroll(card, of: record)) }
        }
        let hasFailed = items.contains { $0.status == .failed }
        let status = BatchStatus(
            srcCorrelationId: "", batchId: externalBatchId.value, externalBatchId: externalBatchId.value,
            batchStatus: hasFailed ? .completedWithErrors : .completedSuccessfully, items: items)
        done.withLock { $0[externalBatchId.value] = status }
        return BatchAccepted(
            srcCorrelationId: "", batchId: externalBatchId.value, externalBatchId: externalBatchId.value)
    }

    func statusOnce(batchId: String) throws(IssuerClientError) -> BatchStatus {
        guard let status = done.withLock({ $0.removeValue(forKey: batchId) }) else {
            throw IssuerClientError(.invalidRequest("the cards were not sent by this process"))
        }
        return status
    }

    private func records(_ plaintext: [UInt8]) throws(IssuerClientError) -> [ConsumerRecord] {
        let day = client.options.clock.now.day
        do {
            let document = try JSONDocument.parse(
                plaintext, limits: JSONLimits(depth: 16, bytes: max(plaintext.count, 1)))
            return try EnrollmentData.decode(
                document.root, today: CalendarMonth(year: day.year, month: day.month), cardsMax: .max,
                generation: client.options.generation, rule: .flexible
            ).records
        } catch {
            throw IssuerClientError(.invalidRequest("the rows cannot be sent"))
        }
    }

    private func enroll(_ card: CardRecord, of record: ConsumerRecord) throws(IssuerClientError) -> BatchItem {
        var item = BatchItem(
            externalConsumerId: record.externalConsumerId.value, externalCardId: card.externalCardId.value,
            status: .failed)
        // Rows were checked before; one that is still at fault expired in the meantime.
        guard let consumer = record.consumer, let enrolled = card.card else {
            item.error = card.error(of: record)
            return item
        }
        do throws(IssuerClientError) {
            let response = try client.enrollCard(
                enrolled, of: consumer,
                compliance: consumer.compliance.map(ComplianceSettings.publishedDocuments.replacing(with:))
                    ?? .publishedDocuments,
                externalConsumerId: record.externalConsumerId, externalCardId: card.externalCardId)
            item.status = .successful
            item.srcConsumerId = response.maskedConsumer?.srcConsumerId
            item.srcDigitalCardId = response.maskedCard.srcDigitalCardId
        } catch {
            guard let refusal = Self.refusal(of: error) else { throw error }
            item.error = refusal
        }
        return item
    }

    /// The network's word about this card; nil when the failure is about the call: its access, its way, its time.
    private static func refusal(of error: IssuerClientError) -> ServiceError? {
        guard case .refused(let status, .service(let refusal)) = error.cause else { return nil }
        let isAboutProfile = status == 403 && refusal.details.first?.source == "consumer"
        let isAboutIssuer = refusal.details.contains { $0.reason == .noResponseFromIssuer }
        if status == 404, error.concernsAccess { return nil }
        return status == 400 || status == 404 || status == 409 || isAboutProfile || isAboutIssuer ? refusal : nil
    }
}
