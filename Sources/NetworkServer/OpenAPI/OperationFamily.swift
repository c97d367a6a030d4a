// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What an operation belongs to, for readers of the description. Declared in the order in which they are shown.
enum OperationFamily: String, CaseIterable {
    case enrollment = "Enrollment and life cycle"
    case credentials = "Credential Directory"
    case tokens = "Tokens"
    case tokenConnect = "Token Connect"
    case cardManagement = "Card management"
    case shop = "Checkout, from the shop's server"
    case browser = "Checkout, from the shop's page"
    case server = "Server"
}

extension Operation {
    var family: OperationFamily {
        let path = path.description
        return if self == .transactionCredentials || self == .confirmations {
            .shop
        } else if isBrowserSide {
            .browser
        } else if isProcessing {
            .cardManagement
        } else if Self.isTokenConnect(path: path) {
            .tokenConnect
        } else if isCustomerService {
            .tokens
        } else if path.contains("/directories/") {
            .credentials
        } else {
            isSigned ? .enrollment : .server
        }
    }
}
