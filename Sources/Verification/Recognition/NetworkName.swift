// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Who the network is to those that read its tokens: `iss`, and one of `aud` (checkout 3.3, 3.4).
public struct NetworkName: Sendable, Equatable {
    /// For a network without a public address.
    public static let standard = "muster"

    /// The first of the network's public addresses, without a slash at the end.
    public let text: String
    private let known: Set<String>

    /// - Parameter addresses: as browsers write an origin; each of them is the network's.
    public init(_ addresses: [String] = []) {
        text = addresses.first ?? Self.standard
        // What was given before an address was set is good until its time is over.
        known = Set(addresses + [Self.standard])
    }

    /// Whether a token that says this is the network's.
    public func isOwn(_ name: String?) -> Bool { name.map(known.contains) ?? false }
}
