// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography
internal import WireJSON

extension JSONWebKey {
    /// Reads the private key of a JWK that has all the members of RFC 7518, 6.3.2 (`d`, `p`, `q`, `dp`, `dq`, `qi`).
    public static func privateKey(_ text: [UInt8]) throws(KeySetError) -> (key: RSAPrivateKey, keyID: String?) {
        let json = try document(text, depth: 4).root
        let bare = try JSONWebKey(json)
        guard json["oth"] == nil else {
            throw KeySetError(.unsupportedKeyType, place: "oth", "keys of more than two primes are not read")
        }
        let numbers = RSAPrivateNumbers(
            modulus: bare.publicKey.modulus, exponent: bare.publicKey.exponent, privateExponent: try number(json, "d"),
            prime1: try number(json, "p"), prime2: try number(json, "q"), exponent1: try number(json, "dp"),
            exponent2: try number(json, "dq"), coefficient: try number(json, "qi"))
        do {
            return (try RSAPrivateKey(numbers), bare.keyID)
        } catch {
            throw KeySetError(.unacceptableKey, place: "d", error.reason)
        }
    }
}
