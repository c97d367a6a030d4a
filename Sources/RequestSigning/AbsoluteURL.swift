// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An absolute `http` or `https` URL, cut where its target begins. Its fragment is dropped.
struct AbsoluteURL: Sendable {
    /// `scheme://authority` as given.
    let front: String
    /// What the `Host` header would hold.
    let authority: String
    let origin: PublicOrigin
    /// Path and query as given; may be empty or begin with `?`.
    let target: [UInt8]

    init(_ url: String) throws(RequestSigningError) {
        let bytes = Array(url.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
        guard end <= RequestTarget.bytesMax else { throw Self.fault("the URL is too long") }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: "://".utf8) else {
            throw Self.fault("the URL is not absolute")
        }
        let authorityStart = colon + 3
        let delimiters = [UInt8(ascii: "/"), UInt8(ascii: "?")]
        let authorityEnd = bytes[authorityStart..<end].firstIndex(where: delimiters.contains) ?? end
        front = String(decoding: bytes[..<authorityEnd], as: UTF8.self)
        authority = String(decoding: bytes[authorityStart..<authorityEnd], as: UTF8.self)
        origin = try PublicOrigin(front)
        target = Array(bytes[authorityEnd..<end])
    }

    private static func fault(_ reason: String) -> RequestSigningError {
        RequestSigningError(.malformedURL, reason, place: "url")
    }
}
