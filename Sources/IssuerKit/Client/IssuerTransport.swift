// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import HTTPClient

/// Carries one signed request to the network and brings the answer back.
public protocol IssuerTransport: Sendable {
    func send(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPClientResponse
}

extension HTTPClient: IssuerTransport {}
