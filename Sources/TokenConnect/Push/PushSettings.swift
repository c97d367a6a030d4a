// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// What the issuer wants of the journey that follows a push: `signatureData` (token-connect 5.1). It is what the
/// network signs, and it is kept with the receipt.
public struct PushSettings: Sendable, Equatable {
    public static let callbackCharactersMax = 256
    /// Schemes that would make a browser run what they hold, or show it as a page of ours.
    private static let refusedSchemes: Set<String> = ["about", "blob", "data", "file", "javascript", "vbscript"]

    /// Where the consumer's browser goes afterwards; nil: nowhere.
    public var callbackURL: String?
    public var completeIssuerAppActivation = false
    public var completeWebsiteActivation = true
    /// The holder's data was pushed too.
    public var accountHolderDataSupplied = false
    /// `ll_CC`.
    public var locale: String?

    public init() {}

    init(_ object: JSONValue?, _ reader: inout FieldReader) {
        guard let object else { return }
        if let url = reader.text(object, "callbackURL", 1...Self.callbackCharactersMax, rule: Self.isAbsolute) {
            callbackURL = url
            if Self.scheme(url).map(Self.refusedSchemes.contains) ?? true { reader.note(.value("callbackURL")) }
        }
        completeIssuerAppActivation = reader.flag(object, "completeIssuerAppActivation") ?? false
        completeWebsiteActivation = reader.flag(object, "completeWebsiteActivation") ?? true
        accountHolderDataSupplied = reader.flag(object, "accountHolderDataSupplied") ?? false
        locale = reader.text(object, "locale", 1...5, rule: FieldForm.isLocale)
        // For a journey that began at the requestor, of which there is none here.
        _ = reader.text(object, "tokenRequestorSessionId", 3...64)
    }

    /// Whether a URL says where it leads: a scheme, something behind it, and no blank.
    private static func isAbsolute(_ url: String) -> Bool {
        guard let scheme = scheme(url) else { return false }
        return url.utf8.count > scheme.utf8.count + 1 && url.utf8.allSatisfy { $0 != 0x20 }
    }

    /// In lower case; an app's own is as good as `https` (token-connect 9.3).
    private static func scheme(_ url: String) -> String? {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        let scheme = url[..<colon].lowercased()
        guard let first = scheme.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first else { return nil }
        let isPlain = scheme.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
                UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? scheme : nil
    }
}
