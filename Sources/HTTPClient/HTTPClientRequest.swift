// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A header of a request or an answer.
public struct HTTPClientHeader: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A request. It is sent as it stands: the path is not normalised, nothing is escaped, no redirect is followed.
public struct HTTPClientRequest: Sendable {
    /// An upper-case token such as `GET`.
    public var method: String
    /// Absolute, `http` or `https`, without spaces or control characters.
    public var url: String
    /// `Host`, `Content-Length` and `User-Agent` are added.
    public var headers: [HTTPClientHeader]
    public var body: [UInt8]
    /// In place of the configuration's, for this request only.
    public var totalTimeout: Duration?

    public init(
        method: String, url: String, headers: [HTTPClientHeader] = [], body: [UInt8] = [],
        totalTimeout: Duration? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.totalTimeout = totalTimeout
    }
}

/// A whole answer.
public struct HTTPClientResponse: Sendable {
    public var status: Int
    /// In the order in which they came.
    public var headers: [HTTPClientHeader]
    public var body: [UInt8]

    public init(status: Int, headers: [HTTPClientHeader], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name, in any case of letters.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name.lowercased() == name }?.value
    }
}
