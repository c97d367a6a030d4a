// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// What the network keeps of a consumer's session at a shop: one that has begun (a code is on its way, checkout 4.3) or
/// one that an ID token stands for (checkout 3.3). Who it is, is in `sealed`.
public struct SignInRow: Sendable, Equatable {
    public var id: Int64
    /// The client that alone may use it.
    public var client: String
    public var dpa: String
    public var sealed: [UInt8]
    public var created: Timestamp
    /// From this instant on it is not good any more.
    public var expires: Timestamp

    public init(
        id: Int64, client: String, dpa: String, sealed: [UInt8], created: Timestamp, expires: Timestamp
    ) {
        self.id = id
        self.client = client
        self.dpa = dpa
        self.sealed = sealed
        self.created = created
        self.expires = expires
    }
}
