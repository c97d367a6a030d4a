// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A header of an answer. Neither part may hold a control character.
public struct HTTPField: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// An answer. `Content-Length`, `Date`, `Connection` and the request identifier are added by the server.
public struct HTTPResponse: Sendable {
    /// 200 to 599.
    public var status: Int
    public var headers: [HTTPField]
    /// Not sent in answer to HEAD, though its length is.
    public var body: [UInt8]
    /// Whether the connection is closed after this answer.
    public var closesConnection: Bool
    /// Whether the connection is reset in place of an answer: the client sees it break.
    public var resetsConnection = false

    /// What the handler tells whoever stands between it and the connection. It is not sent.
    public var note: (any Sendable)?

    /// No answer: the connection is reset.
    public static var reset: HTTPResponse {
        var response = HTTPResponse.empty(500)
        response.resetsConnection = true
        return response
    }

    private static let jsonHeaders = [HTTPField("Content-Type", "application/json")]
    private static let textHeaders = [HTTPField("Content-Type", "text/plain; charset=utf-8")]

    public init(status: Int, headers: [HTTPField] = [], body: [UInt8] = [], closesConnection: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.closesConnection = closesConnection
    }

    /// `application/json`; `headers` come on top.
    public static func json(_ status: Int, _ body: [UInt8], headers: [HTTPField] = []) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers.isEmpty ? jsonHeaders : jsonHeaders + headers, body: body)
    }

    /// `text/plain` in UTF-8.
    public static func text(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: textHeaders, body: Array(body.utf8))
    }

    /// Only a status.
    public static func empty(_ status: Int, headers: [HTTPField] = []) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers)
    }

    /// This answer with one header more.
    public func adding(_ name: String, _ value: String) -> HTTPResponse {
        var response = self
        response.headers.append(HTTPField(name, value))
        return response
    }
}
