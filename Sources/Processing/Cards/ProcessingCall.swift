// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Directory

/// A call of card management: for which program, by whom.
public struct ProcessingCall: Sendable {
    public var directory: Int64
    /// The program's card products; there is at least one.
    public var products: [CardProductSetting]
    public var requestor: Requestor
    /// The month that cards must not have expired before.
    public var today: CalendarMonth
    /// Of a call that makes something: its key and its whole content.
    public var idempotency: Idempotency?

    /// An `Idempotency-Key` and what it stands for (processing 2).
    public struct Idempotency: Sendable {
        /// A UUID.
        public var key: String
        /// Operation and body; equal for equal calls.
        public var content: [UInt8]

        /// - Throws: REQUEST_VALIDATION when the key is no UUID.
        public init(key: String, content: [UInt8]) throws(ProcessingError) {
            guard (try? CorrelationID(key)) != nil else {
                throw .validation("Idempotency-Key", "must be a UUID of 36 characters")
            }
            self.key = key.lowercased()
            self.content = content
        }
    }

    public init(
        directory: Int64, products: [CardProductSetting], requestor: Requestor, today: CalendarMonth,
        idempotency: Idempotency? = nil
    ) {
        self.directory = directory
        self.products = products
        self.requestor = requestor
        self.today = today
        self.idempotency = idempotency
    }
}
