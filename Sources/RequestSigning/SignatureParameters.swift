// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The checked parameters of a signed request: everything that step 2 of the verification looks at (security 2.1,
/// 2.6, 2.7).
///
/// Printing one shows neither the signature nor any other value.
public struct SignatureParameters: Sendable, CustomStringConvertible, CustomReflectable {
    /// The longest value apart from the signature, in bytes after decoding.
    public static let valueBytesMax = 255
    /// The longest nonce, in characters.
    public static let nonceBytesMax = 64

    /// `<clientId>!<keyId>`, decoded.
    public let consumerKey: String
    /// 1 to 64 characters of `[A-Za-z0-9._~-]`.
    public let nonce: String
    /// Unix seconds.
    public let timestamp: Int64
    public let method: SignatureMethod
    /// `oauth_body_hash`, decoded; nil when absent.
    public let bodyHash: String?

    let header: AuthorizationHeader
    /// The signature's bytes.
    let signature: [UInt8]
    /// Whether a value other than the signature holds an escape; otherwise both header forms are the same.
    let isEscaped: Bool
    /// The decoded values in the order of the header; nil when one of them leaves the alphabet in which it cannot be
    /// mistaken for something else (the guard rail of security 2.4).
    let decodedValues: [[UInt8]]?

    /// Checks a header's parameters.
    public init(_ header: AuthorizationHeader) throws(RequestSigningError) {
        var reader = Reader(header: header)
        try reader.read()
        self.header = header
        consumerKey = try reader.text(reader.consumerKey, "oauth_consumer_key")
        nonce = try reader.text(reader.nonce, "oauth_nonce")
        timestamp = try Self.timestamp(reader.required(reader.timestamp, "oauth_timestamp"))
        method = try Self.method(reader.required(reader.method, "oauth_signature_method"))
        signature = try Self.signature(reader.required(reader.signature, "oauth_signature"))
        bodyHash = reader.bodyHash == nil ? nil : try reader.text(reader.bodyHash, "oauth_body_hash")
        isEscaped = reader.isEscaped
        decodedValues = reader.isDecodedFormSafe ? reader.values : nil
        try Self.check(version: reader.version)
        guard nonce.utf8.count <= Self.nonceBytesMax, nonce.utf8.allSatisfy(PercentEncoding.isUnreserved)
        else { throw Self.fault("it is not 1 to 64 characters of A-Z a-z 0-9 . _ ~ -", "oauth_nonce") }
    }

    public var description: String { "SignatureParameters(\(method.rawValue))" }

    public var customMirror: Mirror { Mirror(self, children: ["method": method.rawValue]) }

    private static func timestamp(_ value: [UInt8]) throws(RequestSigningError) -> Int64 {
        guard 1...12 ~= value.count, value[0] != UInt8(ascii: "0") else {
            throw fault("it is not a positive number of seconds", "oauth_timestamp")
        }
        var seconds: Int64 = 0
        for byte in value {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else {
                throw fault("it is not a positive number of seconds", "oauth_timestamp")
            }
            seconds = seconds * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return seconds
    }

    private static func method(_ value: [UInt8]) throws(RequestSigningError) -> SignatureMethod {
        for method in SignatureMethod.allCases where value.elementsEqual(method.rawValue.utf8) { return method }
        throw fault("only RSA-SHA256 and RSA-PSS are accepted", "oauth_signature_method")
    }

    private static func signature(_ value: [UInt8]) throws(RequestSigningError) -> [UInt8] {
        guard let signature = Base64.decode(value), !signature.isEmpty else {
            throw fault("it is not padded base64 of the standard alphabet", "oauth_signature")
        }
        return signature
    }

    private static func check(version: [UInt8]?) throws(RequestSigningError) {
        guard version?.elementsEqual("1.0".utf8) ?? true else { throw fault("it is not 1.0", "oauth_version") }
    }

    /// `[A-Za-z0-9+/=!._~-]{1,255}` of security 2.4.
    static func isSafe(_ value: [UInt8]) -> Bool {
        guard 1...valueBytesMax ~= value.count else { return false }
        let span = value.span
        let allowed = ByteSet.decodedValue
        for index in span.indices where !allowed.contains(span[index]) { return false }
        return true
    }

    fileprivate static func fault(_ reason: String, _ name: String) -> RequestSigningError {
        RequestSigningError(.malformedHeader, reason, place: name)
    }
}

/// Sorts a header's parameters by name and decodes them.
private struct Reader {
    let header: AuthorizationHeader
    /// The decoded value of every parameter but the signature, in the order of the header (empty for the signature).
    var values: [[UInt8]] = []
    var isEscaped = false
    var isDecodedFormSafe = true

    var consumerKey: [UInt8]?
    var nonce: [UInt8]?
    var timestamp: [UInt8]?
    var method: [UInt8]?
    var signature: [UInt8]?
    var version: [UInt8]?
    var bodyHash: [UInt8]?

    init(header: AuthorizationHeader) {
        self.header = header
        values.reserveCapacity(header.parameters.count)
    }

    mutating func read() throws(RequestSigningError) {
        let bytes = header.bytes
        let span = bytes.span
        for parameter in header.parameters {
            let isSignature = AuthorizationHeader.matches(span, parameter.name, "oauth_signature")
            let value = try decoded(parameter, bytesMax: isSignature ? 2048 : SignatureParameters.valueBytesMax)
            if isSignature {
                signature = value
                values.append([])
                continue
            }
            isEscaped = isEscaped || parameter.isEscaped
            isDecodedFormSafe = isDecodedFormSafe && SignatureParameters.isSafe(value)
            values.append(value)
            switch parameter.name.count {
            case 11: if AuthorizationHeader.matches(span, parameter.name, "oauth_nonce") { nonce = value }
            case 13: if AuthorizationHeader.matches(span, parameter.name, "oauth_version") { version = value }
            case 15:
                if AuthorizationHeader.matches(span, parameter.name, "oauth_timestamp") { timestamp = value }
                if AuthorizationHeader.matches(span, parameter.name, "oauth_body_hash") { bodyHash = value }
            case 18: if AuthorizationHeader.matches(span, parameter.name, "oauth_consumer_key") { consumerKey = value }
            case 22: if AuthorizationHeader.matches(span, parameter.name, "oauth_signature_method") { method = value }
            default: break
            }
        }
    }

    func required(_ value: [UInt8]?, _ name: String) throws(RequestSigningError) -> [UInt8] {
        guard let value, !value.isEmpty else { throw SignatureParameters.fault("it is missing", name) }
        return value
    }

    /// A required value that must also keep to the alphabet of the decoded form.
    func text(_ value: [UInt8]?, _ name: String) throws(RequestSigningError) -> String {
        let value = try required(value, name)
        guard isDecodedFormSafe || SignatureParameters.isSafe(value) else {
            throw SignatureParameters.fault("it holds a character that is not allowed", name)
        }
        return String(decoding: value, as: UTF8.self)
    }

    private func decoded(
        _ parameter: AuthorizationHeader.Parameter, bytesMax: Int
    ) throws(RequestSigningError) -> [UInt8] {
        let value =
            parameter.isEscaped
            ? PercentEncoding.decode(header.bytes.span.extracting(parameter.value))
            : Array(header.bytes[parameter.value])
        guard let value else { throw SignatureParameters.fault("a % is not followed by two digits", name(parameter)) }
        guard value.count <= bytesMax else { throw SignatureParameters.fault("it is too long", name(parameter)) }
        return value
    }

    private func name(_ parameter: AuthorizationHeader.Parameter) -> String {
        String(decoding: header.bytes[parameter.name], as: UTF8.self)
    }
}
