// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// A shop as it is registered: a digital payment application (checkout 1), which belongs to a client, its integrator.
public struct ApplicationRow: Sendable, Equatable {
    /// A free text, unique among all; usually a UUID with a suffix (checkout 2.12).
    public var srcDpaId: String
    /// The client that calls for the shop.
    public var srcClientId: String
    public var name: String
    /// What consumers read.
    public var presentationName: String
    /// Where the shop's pages come from: scheme, host and port as browsers write them, without a slash at the end.
    public var origins: [String]
    /// The shop's settings as JSON; the server reads them.
    public var settings: [UInt8]
    public var created: Timestamp

    public init(
        srcDpaId: String, srcClientId: String, name: String, presentationName: String, origins: [String],
        settings: [UInt8], created: Timestamp
    ) {
        self.srcDpaId = srcDpaId
        self.srcClientId = srcClientId
        self.name = name
        self.presentationName = presentationName
        self.origins = origins
        self.settings = settings
        self.created = created
    }
}
