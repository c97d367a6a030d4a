// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import HTTPService

/// The script of the checkout page, out of the program itself. Its name changes with its content.
enum ShopScript {
    static let path = "/assets/shop-" + fingerprint + ".js"

    static func answer(path: String) -> HTTPResponse? {
        guard path == Self.path else { return nil }
        return HTTPResponse(
            status: 200,
            headers: [
                HTTPField("Content-Type", "text/javascript; charset=utf-8"),
                HTTPField("Cache-Control", "public, max-age=31536000, immutable"),
                HTTPField("X-Content-Type-Options", "nosniff"),
                HTTPField("Cross-Origin-Resource-Policy", "same-origin"),
            ], body: PackageResources.checkout_js)
    }

    private static let fingerprint: String = {
        let digits = Array("0123456789abcdef")
        let hash = SHA256.hash(PackageResources.checkout_js).prefix(6)
        return String(hash.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }()
}
