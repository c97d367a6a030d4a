// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPClient
import RequestSigning
import Testing

@testable import NetworkServer

/// As much of a browser as a page without script needs: it keeps cookies by path, says where its forms come from, and
/// follows no redirect by itself.
final class PageBrowser {
    struct Answer {
        var status: Int
        var headers: [HTTPClientHeader]
        var text: String
        /// Where it leads; nil for a page.
        var location: String?

        var title: String? {
            text.firstRange(of: "<h1>").flatMap { start in
                text[start.upperBound...].firstRange(of: "</h1>").map {
                    String(text[start.upperBound..<$0.lowerBound])
                }
            }
        }

        /// The value of an input of that name.
        func value(_ name: String) -> String? {
            guard let field = text.firstRange(of: "name=\"\(name)\"") else { return nil }
            let rest = text[field.upperBound...].prefix { $0 != ">" }
            guard let start = rest.firstRange(of: "value=\"") else { return nil }
            return String(rest[start.upperBound...].prefix { $0 != "\"" })
        }

        /// The target of the link with these classes.
        func link(_ classes: String = "button main") -> String? {
            guard let start = text.firstRange(of: "<a class=\"\(classes)\" href=\"") else { return nil }
            return String(text[start.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&")
        }
    }

    private struct Cookie {
        var value: String
        var path: String
    }

    private let server: RunningServer
    private let client = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(20)))
    private var cookies: [String: Cookie] = [:]
    var acceptLanguage: String?

    init(_ server: RunningServer) {
        self.server = server
    }

    func get(_ target: String) throws -> Answer { try send("GET", target, nil, []) }

    func post(
        _ target: String, _ fields: [(String, String)],
        headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")]
    ) throws -> Answer {
        let body = fields.map { PercentEncoding.encode($0.0) + "=" + PercentEncoding.encode($0.1) }
            .joined(separator: "&")
        return try send("POST", target, body, headers)
    }

    /// Follows redirects within this server, as far as they go.
    func follow(_ answer: Answer) throws -> Answer {
        var answer = answer
        while let location = answer.location, location.hasPrefix("/") { answer = try get(location) }
        return answer
    }

    func cookie(_ name: String) -> String? { cookies.first { $0.key.hasPrefix(name + " ") }?.value.value }

    func setCookie(_ name: String, _ value: String, path: String = "/") {
        cookies[name + " " + path] = Cookie(value: value, path: path)
    }

    /// Another browser that knows what this one knows.
    func copy() -> PageBrowser {
        let browser = PageBrowser(server)
        browser.cookies = cookies
        return browser
    }

    /// The same without the cookies of single pages: the browser another day.
    func forgetPages() { cookies = cookies.filter { $0.value.path == "/" } }

    private func send(
        _ method: String, _ target: String, _ body: String?, _ headers: [(String, String)]
    ) throws -> Answer {
        var fields = headers.map { HTTPClientHeader($0.0, $0.1) }
        let path = target.prefix { $0 != "?" }
        let sent = cookies.filter { path.hasPrefix($0.value.path) }
            .map { key, cookie in "\(key.prefix { $0 != " " })=\(cookie.value)" }
        if !sent.isEmpty { fields.append(HTTPClientHeader("Cookie", sent.joined(separator: "; "))) }
        if let acceptLanguage { fields.append(HTTPClientHeader("Accept-Language", acceptLanguage)) }
        if body != nil { fields.append(HTTPClientHeader("Content-Type", "application/x-www-form-urlencoded")) }
        let response = try client.send(
            HTTPClientRequest(
                method: method, url: server.url(target), headers: fields, body: Array((body ?? "").utf8)))
        for header in response.headers where header.name.lowercased() == "set-cookie" { keep(header.value) }
        return Answer(
            status: response.status, headers: response.headers,
            text: String(decoding: response.body, as: UTF8.self),
            location: (300..<400).contains(response.status) ? response.header("Location") : nil)
    }

    private func keep(_ header: String) {
        let parts = header.split(separator: "; ").map(String.init)
        let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let path = parts.first { $0.hasPrefix("Path=") }.map { String($0.dropFirst(5)) } ?? "/"
        cookies[pair[0] + " " + path] = pair[1].isEmpty ? nil : Cookie(value: pair[1], path: path)
    }
}
