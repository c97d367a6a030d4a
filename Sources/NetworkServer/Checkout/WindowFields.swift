// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Checkout
internal import ClickToPay
internal import Pages

/// The fields of missing data on the window's page.
struct WindowFields {
    private let text: CheckoutText.DataForm
    private let details: ProvisionText.Details
    private let form: WindowForm

    init(_ text: CheckoutText.DataForm, _ details: ProvisionText.Details, _ form: WindowForm) {
        self.text = text
        self.details = details
        self.form = form
    }

    func section(_ field: CaptureField, _ options: TransactionOptions) -> Markup {
        switch field {
        case .billingAddress: address("billingAddress", text.billing, "billing", options.billing)
        case .shippingAddress: address("shippingAddress", text.shipping, "shipping", options.shipping)
        case .consumerEmailAddress:
            self.field("consumerEmailAddress", details.email, .email, "email")
        case .consumerMobileNumber:
            """
            <div class="pair short">\
            \(self.field("consumerMobileNumber.countryCode", details.dialCode, .telephone, "tel-country-code"))\
            \(self.field("consumerMobileNumber.phoneNumber", details.mobile, .telephone, "tel-national"))</div>
            """
        case .consumerName:
            """
            <div class="pair">\(self.field("consumerFirstName", details.firstName, .text, "given-name"))\
            \(self.field("consumerLastName", details.lastName, .text, "family-name"))</div>
            """
        }
    }

    private func address(
        _ name: String, _ legend: String, _ group: String, _ preference: TransactionOptions.AddressPreference
    ) -> Markup {
        let fields = WindowForm.parts(preference).map { part -> Markup in
            let (label, token) = words(part)
            return field(
                "\(name).\(part)", label, .text, "\(group) \(token)",
                isRequired: !["name", "line2", "state"].contains(part)
                    && !(part == "zip" && preference != .postalCountry),
                hint: part == "countryCode" ? text.countryHint : nil)
        }
        return "<fieldset><legend>\(legend)</legend>\(Markup(fields))</fieldset>"
    }

    private func words(_ part: String) -> (label: String, token: String) {
        switch part {
        case "name": (text.name, "name")
        case "line1": (text.line1, "address-line1")
        case "line2": (text.line2, "address-line2")
        case "city": (text.city, "address-level2")
        case "state": (text.state, "address-level1")
        case "countryCode": (text.country, "country")
        default: (text.zip, "postal-code")
        }
    }

    private func field(
        _ name: String, _ label: String, _ kind: PageField.Kind, _ token: String, isRequired: Bool = true,
        hint: String? = nil
    ) -> Markup {
        PageField(
            name, label, kind: kind, value: form.values[name] ?? "", hint: hint,
            error: form.faults.contains(name) ? text.fault : nil, autocomplete: token, isRequired: isRequired
        ).markup
    }
}
