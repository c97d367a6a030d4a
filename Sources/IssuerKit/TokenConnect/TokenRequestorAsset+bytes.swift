// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import JOSE

extension TokenRequestorAsset.Content {
    /// The content itself; nil when it is not base64.
    public var bytes: [UInt8]? { Base64.decode(data) }
}
