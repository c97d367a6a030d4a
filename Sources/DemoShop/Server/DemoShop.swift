// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Glibc
internal import HTTPService
public import IssuerKit
internal import Pages

/// A shop that was made up, as a web site: three plants, a basket, and a checkout that pays through Click to Pay. It is
/// a client of the network like any other, in the browser by the network's script and on the server by
/// `MerchantClient`.
public final class DemoShop: Sendable {
    /// What a shop is told when it starts.
    public struct Configuration: Sendable {
        /// A numeric address or a name; `*` is every address.
        public var host = "127.0.0.1"
        /// 0 takes a free one.
        public var port = 8100
        /// The folder that `shop.db` is in; it is made when it is not there.
        public var dataDirectory: String
        /// How browsers reach the shop, such as `https://shop.example`; its own address when nil. The network takes
        /// calls only of the origins that the shop was onboarded with.
        public var publicURL: String?

        public init(dataDirectory: String) {
            self.dataDirectory = dataDirectory
        }
    }

    /// Where browsers find it, without a slash at the end.
    public let url: String
    /// Whether the network takes calls of pages of that address.
    public var isOriginKnown: Bool { origins.isEmpty || origins.contains(url) }
    private let origins: [String]
    private let handler: ShopHandler
    private let http: HTTPServer

    /// Opens the shop.
    ///
    /// - Parameter client: the shop's server at the network.
    /// - Throws: `ShopError`.
    public init(
        _ configuration: Configuration, client: MerchantClient, clock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy(), log: Log = Log()
    ) throws(ShopError) {
        let given = try configuration.publicURL.map(Self.checked)
        guard let network = PageHeaders.policySource(of: client.profile.baseURL),
            client.profile.baseURL.hasPrefix("http")
        else { throw .data("baseURL of the profile must be an http or https URL") }
        try Self.makeFolder(configuration.dataDirectory)
        let records = try ShopRecords(path: configuration.dataDirectory + "/shop.db")
        var settings = HTTPConfiguration(host: configuration.host, port: configuration.port)
        settings.bodyBytesMax = 64 << 10
        settings.bodyBytesInFlightMax = 16 << 20
        settings.connectionsMax = 512
        let late = LateHandler()
        do {
            http = try HTTPServer(
                configuration: settings, handler: late, routes: ShopRoute.router.templates, log: log, entropy: entropy)
        } catch {
            throw .listening("the shop cannot listen: \(error)")
        }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        url = given ?? "http://\(host == "*" ? "localhost" : host):\(http.port)"
        origins = client.profile.origins
        handler = ShopHandler(
            pages: ShopPages(
                till: Till(client: client, records: records, clock: clock, entropy: entropy, log: log),
                sessions: ShopSessions(clock: clock, entropy: entropy), entropy: entropy, network: network),
            isSecure: url.hasPrefix("https://"), log: log)
        late.open(handler)
    }

    /// Takes nobody new, finishes what is in flight.
    public func stop(draining: Duration = .seconds(5)) {
        http.stop(draining: draining)
        handler.stop(draining: draining)
    }

    private static func checked(_ url: String) throws(ShopError) -> String {
        let trimmed = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard PageHeaders.policySource(of: trimmed) == trimmed, trimmed.hasPrefix("http") else {
            throw .setting("public-url", "must be a scheme and a host, such as https://shop.example")
        }
        return trimmed
    }

    private static func makeFolder(_ path: String) throws(ShopError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .data("\(path) cannot be made: \(String(cString: strerror(errno)))")
    }
}
