// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import PhoneNumbers

/// Checks a row by the rules that the network checks records by, full phone number rules included, and finds all that
/// is wrong with it.
struct RowValidator: Sendable {
    let columns: PortfolioColumns
    /// A card that expired before this month is refused.
    let today: CalendarMonth

    private static let name = LimitedText(max: Consumer.nameCharactersMax)
    private static let line = LimitedText(max: Address.lineCharactersMax)
    private static let city = LimitedText(max: Address.cityCharactersMax)
    private static let state = LimitedText(max: Address.stateCharactersMax)
    private static let zip = LimitedText(max: Address.zipCharactersMax)

    /// Adds the faults of a row to `faults`.
    func check(_ row: RowView, into faults: inout [RowFault]) {
        var check = Check(row: row, columns: columns)
        check.required(.externalConsumerId) { (utf8) throws(ValueFault) in _ = try ExternalID(utf8: utf8) }
        check.required(.externalCardId) { (utf8) throws(ValueFault) in _ = try ExternalID(utf8: utf8) }
        check.required(.email) { (utf8) throws(ValueFault) in _ = try Email(utf8: utf8) }
        checkMobile(&check)
        check.required(.firstName) { (utf8) throws(ValueFault) in _ = try Self.name.read(utf8) }
        check.required(.lastName) { (utf8) throws(ValueFault) in _ = try Self.name.read(utf8) }
        check.required(.countryCode) { (utf8) throws(ValueFault) in _ = try CountryCode(utf8: utf8) }
        check.required(.languageCode) { (utf8) throws(ValueFault) in _ = try LanguageCode(utf8: utf8) }
        check.required(.primaryAccountNumber) { (utf8) throws(ValueFault) in _ = try PAN(utf8: utf8) }
        checkExpiry(&check)
        checkAddress(&check)
        if !check.faults.isEmpty { faults += check.faults }
    }

    private func checkMobile(_ check: inout Check) {
        let (code, number) = (check.row[.mobileCountryCode], check.row[.mobileNumber])
        guard !code.isEmpty, !number.isEmpty else {
            if code.isEmpty { check.addEmpty(.mobileCountryCode) }
            if number.isEmpty { check.addEmpty(.mobileNumber) }
            return
        }
        do throws(PhoneNumberFault) {
            _ = try PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)
        } catch {
            check.add(ValueFault(error), error.field == .countryCode ? .mobileCountryCode : .mobileNumber)
        }
    }

    private func checkExpiry(_ check: inout Check) {
        var (month, year): (Int?, Int?)
        check.required(.panExpirationMonth) { (utf8) throws(ValueFault) in month = try Expiry.month(utf8) }
        check.required(.panExpirationYear) { (utf8) throws(ValueFault) in year = try Expiry.year(utf8) }
        guard let month, let year, let expiry = Expiry(month: month, year: year), expiry.isPast(at: today) else {
            return
        }
        check.add("INVALID_VALUE", "is in the past", .panExpirationYear)
    }

    /// An address may be left out as a whole. In some countries it is not complete without state and zip.
    private func checkAddress(_ check: inout Check) {
        let row = check.row
        let isAbsent = Self.addressFields.allSatisfy { row[$0].isEmpty }
        if isAbsent { return }
        check.required(.addressLine1) { (utf8) throws(ValueFault) in _ = try Self.line.read(utf8) }
        check.optional(.addressLine2) { (utf8) throws(ValueFault) in _ = try Self.line.read(utf8) }
        check.optional(.addressLine3) { (utf8) throws(ValueFault) in _ = try Self.line.read(utf8) }
        check.required(.city) { (utf8) throws(ValueFault) in _ = try Self.city.read(utf8) }
        check.optional(.state) { (utf8) throws(ValueFault) in _ = try Self.state.read(utf8) }
        check.optional(.zip) { (utf8) throws(ValueFault) in _ = try Self.zip.read(utf8) }
        var country: CountryCode?
        check.required(.addressCountryCode) { (utf8) throws(ValueFault) in country = try CountryCode(utf8: utf8) }
        guard let country, row[.state].isEmpty || row[.zip].isEmpty,
            Address.countriesWithStateAndZip.contains(country.value)
        else { return }
        for field in [PortfolioField.state, .zip] where row[field].isEmpty {
            check.add("CANNOT_BE_NULL", "is required in this country", field)
        }
    }

    static let addressFields: [PortfolioField] = [
        .addressLine1, .addressLine2, .addressLine3, .city, .state, .zip, .addressCountryCode,
    ]

    /// The row that is being checked and what was found.
    private struct Check {
        let row: RowView
        let columns: PortfolioColumns
        var faults: [RowFault] = []

        init(row: RowView, columns: PortfolioColumns) {
            self.row = row
            self.columns = columns
        }

        mutating func required(
            _ field: PortfolioField, _ read: (UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Void
        ) {
            if row[field].isEmpty { addEmpty(field) } else { optional(field, read) }
        }

        mutating func optional(
            _ field: PortfolioField, _ read: (UnsafeBufferPointer<UInt8>) throws(ValueFault) -> Void
        ) {
            let utf8 = row[field]
            if utf8.isEmpty { return }
            do throws(ValueFault) { try read(utf8) } catch { add(error, field) }
        }

        mutating func addEmpty(_ field: PortfolioField) {
            add("CANNOT_BE_NULL", "must not be empty", field)
        }

        mutating func add(_ fault: ValueFault, _ field: PortfolioField) {
            add(fault.reason.rawValue, fault.description, field)
        }

        mutating func add(_ reason: String, _ message: String, _ field: PortfolioField) {
            faults.append(
                RowFault(
                    row: row.number, line: row.line, column: columns.heading(of: field), reason: reason,
                    message: message))
        }
    }
}
