// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What an issuer says of a card beside its product and expiry (processing 6.2): kept as it came.
public struct CardDetails: Sendable, Equatable {
    public var name: String?
    public var branchCode: String?
    public var cardSubtypeCode: String?
    /// The card's number in the core banking system.
    public var cbsNumber: String?
    public var currency: String?
    public var productionCode: String?
    public var embossedTitle: String?
    public var embossedFirstName: String?
    public var embossedLastName: String?
    public var embossedCompanyName: String?
    /// `cardContractCustomData` as JSON.
    public var customData: String?

    init(cbsNumber: String? = nil, productionCode: String? = nil) {
        self.cbsNumber = cbsNumber
        self.productionCode = productionCode
    }

    /// - Parameter card: reads `cardContract`.
    init(_ card: FieldReader) throws(ProcessingError) {
        name = try card.optionalText("cardContractName", 1...255)
        branchCode = try card.optionalText("branchCode", 1...32)
        cardSubtypeCode = try card.optionalText("cardSubtypeCode", 1...32)
        cbsNumber = try card.optionalText("cbsNumber", 1...64)
        currency = try card.optionalText("currency", 3...3)
        productionCode = try card.optionalText("productionCode", 1...32)
        guard let object = try card.optionalObject("embossedData") else { return }
        let embossed = FieldReader(object, path: "cardContract.embossedData.")
        embossedTitle = try embossed.optionalText("title", 1...32)
        embossedFirstName = try embossed.optionalText("firstName", 1...255)
        embossedLastName = try embossed.optionalText("lastName", 1...255)
        embossedCompanyName = try embossed.optionalText("companyName", 1...255)
    }
}

extension CardDetails: CustomStringConvertible, CustomReflectable {
    /// Never personal data.
    public var description: String { "CardDetails(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
