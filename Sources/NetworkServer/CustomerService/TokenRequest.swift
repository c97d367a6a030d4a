// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// What a call of the customer service API asks for: one object in a member that is named like the operation
/// (processing 10.3).
struct TokenRequest {
    static let commentCharactersMax = 500

    var tokenUniqueReference: String
    /// The last month in which the card behind the token is good now.
    var newExpiry: Expiry?
    /// A JWE of the new card.
    var encryptedNewAccount: [UInt8]?

    /// Reads a body. Throws one error with every fault there is. Members that are not known, such as `AuditInfo`, are
    /// passed over.
    init(_ root: JSONValue, _ operation: Operation) throws(ServiceError) {
        let name = operation.customerServiceName + "Request"
        guard let object = root[name], object.kind == .object else {
            throw Self.error([ErrorDetail(.cannotBeNull, .body, name, "must be an object")])
        }
        var faults: [ErrorDetail] = []
        func fault(_ reason: DetailReason, _ member: String, _ message: String) {
            faults.append(ErrorDetail(reason, .body, name + "." + member, message))
        }
        func text(_ member: StaticString, isRequired: Bool = false) -> String? {
            guard let value = object[member], !value.isNull else {
                if isRequired { fault(.cannotBeNull, member.description, "must not be null") }
                return nil
            }
            guard let text = value.string else {
                fault(.invalidValue, member.description, "must be a string")
                return nil
            }
            return text
        }
        tokenUniqueReference = text("TokenUniqueReference", isRequired: true) ?? ""
        let reasons = Self.reasons(of: operation)
        if let reason = text("ReasonCode", isRequired: reasons != nil) {
            let isKnown = reasons?.contains(reason) ?? (reason.utf8.count == 1 && reason.first?.isUppercase == true)
            if !isKnown { fault(.invalidValue, "ReasonCode", "is not one of this operation") }
        }
        if let comment = text("CommentText"), comment.count > Self.commentCharactersMax {
            fault(.invalidValue, "CommentText", "is too long")
        }
        if operation == .tokenUpdate {
            if let date = text("NewExpirationDate") {
                newExpiry = Self.expiry(date)
                if newExpiry == nil { fault(.invalidFormat, "NewExpirationDate", "must be MMYY") }
            }
            encryptedNewAccount = text("EncryptedNewAccount").map { Array($0.utf8) }
            if faults.isEmpty, newExpiry == nil, encryptedNewAccount == nil {
                fault(.cannotBeNull, "NewExpirationDate", "must be there when EncryptedNewAccount is not")
            }
        }
        if !faults.isEmpty { throw Self.error(faults) }
    }

    /// The published codes; nil where any letter is taken.
    private static func reasons(of operation: Operation) -> [String]? {
        switch operation {
        case .tokenSuspend: ["L", "S", "T", "Z"]
        case .tokenUnsuspend: ["F", "T", "Z"]
        default: nil
        }
    }

    /// `MMYY`, in this century.
    private static func expiry(_ text: String) -> Expiry? {
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }), let month = Int(text.prefix(2)),
            let year = Int(text.suffix(2))
        else { return nil }
        return Expiry(month: month, year: 2000 + year)
    }

    private static func error(_ details: [ErrorDetail]) -> ServiceError {
        ServiceError(.invalidArgument, details: details)
    }
}
