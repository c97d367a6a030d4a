// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Checkout
internal import ClickToPay
internal import Pages
internal import WireJSON

/// The form of missing data: its fields are named as the wire names them, so that what is wrong with one is said beside
/// it.
struct WindowForm: Sendable {
    static let addressParts = ["name", "line1", "line2", "city", "state", "countryCode", "zip"]
    static let placeParts = ["countryCode", "zip"]

    var values: [String: String] = [:]
    /// Names of fields.
    var faults: Set<String> = []

    init() {}

    init(_ form: PageForm, _ session: CheckoutSession) {
        for name in Self.names(session) { values[name] = form[name] ?? "" }
    }

    /// Every field that the window has for a session.
    static func names(_ session: CheckoutSession) -> [String] {
        session.requested.filter(session.missing.contains).flatMap { field -> [String] in
            switch field {
            case .billingAddress: parts(session.options.billing).map { "billingAddress." + $0 }
            case .shippingAddress: parts(session.options.shipping).map { "shippingAddress." + $0 }
            case .consumerEmailAddress: ["consumerEmailAddress"]
            case .consumerMobileNumber: ["consumerMobileNumber.countryCode", "consumerMobileNumber.phoneNumber"]
            case .consumerName: ["consumerFirstName", "consumerLastName"]
            }
        }
    }

    static func parts(_ preference: TransactionOptions.AddressPreference) -> [String] {
        preference == .postalCountry ? placeParts : addressParts
    }

    /// What was typed, as the wire has it.
    ///
    /// - Throws: what is wrong with it.
    func data() throws(ServiceError) -> CapturedData {
        var writer = JSONWriter()
        writer.object { writer in
            for name in ["consumerEmailAddress", "consumerFirstName", "consumerLastName"] {
                guard let value = values[name] else { continue }
                writer.key(name)
                writer.string(value)
            }
            for object in ["billingAddress", "shippingAddress", "consumerMobileNumber"] {
                let members = values.filter { $0.key.hasPrefix(object + ".") }.sorted { $0.key < $1.key }
                guard !members.isEmpty else { continue }
                writer.key(object)
                writer.object { writer in
                    for (name, value) in members where !value.isEmpty {
                        writer.key(String(name.dropFirst(object.utf8.count + 1)))
                        writer.string(name.hasSuffix(".countryCode") ? value.uppercased() : value)
                    }
                }
            }
        }
        guard let document = try? JSONDocument.parse(writer.bytes) else { throw ServiceError(.invalidArgument) }
        return try CapturedData.decode(document.root)
    }

    /// Marks the fields that details speak of; all of an address where it is the whole.
    mutating func mark(_ details: [ErrorDetail]) {
        for source in details.compactMap(\.source) {
            let named = values.keys.filter { $0 == source || $0.hasPrefix(source + ".") }
            faults.formUnion(named)
            // A number's parts are named without the number.
            if source == "countryCode" || source == "phoneNumber" { faults.insert("consumerMobileNumber." + source) }
        }
    }
}
