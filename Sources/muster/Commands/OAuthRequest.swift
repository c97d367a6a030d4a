// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import IssuerKit
internal import RequestSigning

/// What the `oauth` commands are told about a request.
struct OAuthRequest {
    static let options = OptionDeclaration.onlyPerCall([
        .value("method", "M", isRequired: true, "HTTP method"),
        .value("url", "U", isRequired: true, "the whole URL, as it is sent"),
        .value("body-file", "F", "file with the exact bytes of the body; - is standard input"),
        .value("now", "EPOCH", "the time in Unix seconds, instead of the clock's"),
    ])

    let method: String
    let url: String
    let body: [UInt8]
    let clock: any WallClock

    init(_ invocation: Invocation) throws {
        method = try invocation.required("method").uppercased()
        url = try invocation.required("url")
        body = try invocation.text("body-file").map { path in try SmallFile.read(path, bytesMax: 64 << 20) } ?? []
        if let now = try invocation.number("now", in: 1...253_402_300_799) {
            clock = FixedClock(now: Timestamp(seconds: Int64(now)))
        } else {
            clock = invocation.clock
        }
    }

    /// The header, with or without its name in front.
    static func header(_ invocation: Invocation) throws(CommandFailure) -> String {
        let text = try invocation.required("header")
        let name = "authorization:"
        guard text.lowercased().hasPrefix(name) else { return text }
        return String(text.dropFirst(name.count).drop { $0 == " " })
    }

    /// Where the request goes.
    func origin() throws -> PublicOrigin {
        try CanonicalURL(url).origin
    }

    private struct FixedClock: WallClock {
        let now: Timestamp
    }
}

extension RequestSigningError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        CommandFailure(.usage, code: code.name, reason + (place.map { " (\($0))" } ?? ""))
    }
}
