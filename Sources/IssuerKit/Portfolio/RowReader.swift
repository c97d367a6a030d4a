// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import PhoneNumbers

/// Reads a row by the rules that the network reads records by, full phone number rules included, and finds all that is
/// wrong with it.
struct RowReader: Sendable {
    let columns: PortfolioColumns
    /// A card that expired before this month is at fault.
    let today: CalendarMonth
    /// Which identities a consumer must have.
    var rule = IdentityRule.classic

    private static let name = LimitedText(max: Consumer.nameCharactersMax)
    private static let line = LimitedText(max: Address.lineCharactersMax)
    private static let city = LimitedText(max: Address.cityCharactersMax)
    private static let state = LimitedText(max: Address.stateCharactersMax)
    private static let zip = LimitedText(max: Address.zipCharactersMax)

    /// Reads a row. Nil, with its faults added to `faults`, when anything about it is wrong.
    func read(_ row: RowView, into faults: inout [RowFault]) -> PortfolioRow? {
        var fields = RowFields(row: row, columns: columns)
        let consumerId: ExternalID? = fields.required(.externalConsumerId)
        let cardId: ExternalID? = fields.required(.externalCardId)
        let consumer = readConsumer(&fields)
        let card = readCard(&fields)
        guard fields.faults.isEmpty, let consumerId, let cardId, let consumer, let card else {
            faults += fields.faults
            return nil
        }
        return PortfolioRow(
            externalConsumerId: consumerId, externalCardId: cardId, consumer: consumer, card: card)
    }

    private func readConsumer(_ fields: inout RowFields) -> Consumer? {
        let identities = readIdentities(&fields)
        let firstName = fields.required(.firstName, Self.name)
        let lastName = fields.required(.lastName, Self.name)
        let country: CountryCode? = fields.required(.countryCode)
        let language: LanguageCode? = fields.required(.languageCode)
        guard let identities, let firstName, let lastName, let country, let language else { return nil }
        var consumer = Consumer(
            email: identities.email, mobile: identities.mobile, firstName: firstName, lastName: lastName,
            countryCode: country, languageCode: language)
        if rule == .flexible {
            consumer.identities = identities
            consumer.isLinked = true
        }
        return consumer
    }

    private func readIdentities(_ fields: inout RowFields) -> IdentitySet? {
        if rule == .flexible {
            do throws(IdentityCells.Fault) {
                return try IdentityCells.read(fields.row)
            } catch {
                fields.add(error.reason, error.message, error.field)
                return nil
            }
        }
        let email: Email? = fields.required(.email)
        let mobile = readMobile(&fields)
        guard let email, let mobile else { return nil }
        return IdentitySet(email: email, mobile: mobile)
    }

    private func readMobile(_ fields: inout RowFields) -> MobileNumber? {
        let (code, number) = (fields.row[.mobileCountryCode], fields.row[.mobileNumber])
        guard !code.isEmpty, !number.isEmpty else {
            if code.isEmpty { fields.addEmpty(.mobileCountryCode) }
            if number.isEmpty { fields.addEmpty(.mobileNumber) }
            return nil
        }
        do throws(PhoneNumberFault) {
            return try PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)
        } catch {
            fields.add(ValueFault(error), error.field == .countryCode ? .mobileCountryCode : .mobileNumber)
            return nil
        }
    }

    private func readCard(_ fields: inout RowFields) -> EnrolledCard? {
        let pan: PAN? = fields.required(.primaryAccountNumber)
        let month = fields.required(.panExpirationMonth, Expiry.month)
        let year = fields.required(.panExpirationYear, Expiry.year)
        let address = readAddress(&fields)
        guard let month, let year, let expiry = Expiry(month: month, year: year) else { return nil }
        if expiry.isPast(at: today) {
            fields.add(.invalidValue, "is in the past", .panExpirationYear)
        }
        guard let pan else { return nil }
        return EnrolledCard(pan: pan, expiry: expiry, billingAddress: address)
    }

    /// An address may be left out as a whole. In some countries it is not complete without state and zip.
    private func readAddress(_ fields: inout RowFields) -> Address? {
        let row = fields.row
        if Self.addressFields.allSatisfy({ row[$0].isEmpty }) { return nil }
        let line1 = fields.required(.addressLine1, Self.line)
        let line2 = fields.optional(.addressLine2, Self.line)
        let line3 = fields.optional(.addressLine3, Self.line)
        let city = fields.required(.city, Self.city)
        let state = fields.optional(.state, Self.state)
        let zip = fields.optional(.zip, Self.zip)
        let country: CountryCode? = fields.required(.addressCountryCode)
        if let country, Address.countriesWithStateAndZip.contains(country.value) {
            for field in [PortfolioField.state, .zip] where row[field].isEmpty {
                fields.add(.cannotBeNull, "is required in this country", field)
            }
        }
        guard let line1, let city, let country else { return nil }
        return Address(
            line1: line1, line2: line2, line3: line3, city: city, state: state, countryCode: country, zip: zip)
    }

    private static let addressFields: [PortfolioField] = [
        .addressLine1, .addressLine2, .addressLine3, .city, .state, .zip, .addressCountryCode,
    ]
}

/// The fields of a row and what is wrong with them.
private struct RowFields {
    let row: RowView
    let columns: PortfolioColumns
    var faults: [RowFault] = []

    init(row: RowView, columns: PortfolioColumns) {
        self.row = row
        self.columns = columns
    }

    mutating func required<Value: WireText>(_ field: PortfolioField) -> Value? {
        required(field) { (utf8) throws(ValueFault) in try Value(utf8: utf8) }
    }

    mutating func required(_ field: PortfolioField, _ text: LimitedText) -> String? {
        required(field) { (utf8) throws(ValueFault) in try text.read(utf8) }
    }

    mutating func required<Value>(
        _ field: PortfolioField, _ read: (UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Value
    ) -> Value? {
        let utf8 = row[field]
        if utf8.isEmpty {
            addEmpty(field)
            return nil
        }
        do throws(ValueFault) {
            return try read(utf8)
        } catch {
            add(error, field)
            return nil
        }
    }

    mutating func optional(_ field: PortfolioField, _ text: LimitedText) -> String? {
        row[field].isEmpty ? nil : required(field, text)
    }

    mutating func addEmpty(_ field: PortfolioField) {
        add(.cannotBeNull, "must not be empty", field)
    }

    mutating func add(_ fault: ValueFault, _ field: PortfolioField) {
        add(fault.reason, fault.description, field)
    }

    mutating func add(_ reason: DetailReason, _ message: String, _ field: PortfolioField) {
        faults.append(
            RowFault(
                row: row.number, line: row.line, column: columns.heading(of: field), reason: reason.rawValue,
                message: message))
    }
}
