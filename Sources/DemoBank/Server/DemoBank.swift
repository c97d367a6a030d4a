// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Glibc
internal import HTTPService
public import IssuerKit

/// A bank that was made up, with customers and cards, as a web site: what an issuer does to bring its cardholders to
/// Click to Pay, shown whole. It is a client of the network like any other.
public final class DemoBank: Sendable {
    /// What a bank is told when it starts.
    public struct Configuration: Sendable {
        /// A numeric address or a name; `*` is every address.
        public var host = "127.0.0.1"
        /// 0 takes a free one.
        public var port = 8090
        /// The folder that `bank.db` is in; it is made when it is not there.
        public var dataDirectory: String
        /// How browsers reach the bank, such as `https://bank.example`; its own address when nil.
        public var publicURL: String?
        /// The card product of the cards whose numbers the bank does not see.
        public var productCode = "HARBOUR_VIRTUAL"

        /// Whether the network's page sends a customer who must be authenticated to the bank's page, and not back to
        /// the bank first. The program's `activationURL` must lead to `/bank/activate` here.
        public var authenticatesOnTheWay = false

        public init(dataDirectory: String) {
            self.dataDirectory = dataDirectory
        }
    }

    /// Where browsers find it, without a slash at the end.
    public let url: String
    private let handler: BankHandler
    private let http: HTTPServer

    /// Opens the bank.
    ///
    /// - Parameter client: the bank at the network; short waits suit it, since somebody waits for each page.
    /// - Throws: `BankError`.
    public init(
        _ configuration: Configuration, client: IssuerClient, clock: any WallClock = SystemClock(),
        entropy: any EntropySource = SystemEntropy(), log: Log = Log()
    ) throws(BankError) {
        let given = try configuration.publicURL.map(Self.checked)
        try Self.makeFolder(configuration.dataDirectory)
        let records = try BankRecords(path: configuration.dataDirectory + "/bank.db")
        var settings = HTTPConfiguration(host: configuration.host, port: configuration.port)
        settings.bodyBytesMax = 64 << 10
        settings.bodyBytesInFlightMax = 16 << 20
        settings.connectionsMax = 512
        // A free port is known only once the bank listens, and the link back must name it.
        let late = LateHandler()
        do {
            http = try HTTPServer(
                configuration: settings, handler: late, routes: BankRoute.router.templates, log: log, entropy: entropy)
        } catch {
            throw .listening("the bank cannot listen: \(error)")
        }
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        url = given ?? "http://\(host == "*" ? "localhost" : host):\(http.port)"
        let callback: CallbackURL
        do {
            callback = try CallbackURL(url + "/bank/return")
        } catch {
            http.stop(draining: .zero)
            throw .setting("public-url", "\(error)")
        }
        let desk = ClickToPayDesk(
            client: client, records: records, clock: clock, entropy: entropy, log: log,
            productCode: configuration.productCode, returnURL: callback,
            authenticatesOnTheWay: configuration.authenticatesOnTheWay)
        let sessions = BankSessions(clock: clock, entropy: entropy)
        let receiver = (try? client.profile.notificationSecret()).map {
            NotificationReceiver(secret: $0, clock: clock)
        }
        handler = BankHandler(
            pages: BankPages(desk: desk, sessions: sessions, clock: clock, receiver: receiver),
            isSecure: url.hasPrefix("https://"), log: log)
        late.open(handler)
    }

    /// Takes nobody new, finishes what is in flight.
    public func stop(draining: Duration = .seconds(5)) {
        http.stop(draining: draining)
        handler.stop(draining: draining)
    }

    private static func checked(_ url: String) throws(BankError) -> String {
        let trimmed = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard let scheme = trimmed.firstRange(of: "://"), trimmed.hasPrefix("http"),
            !trimmed[scheme.upperBound...].isEmpty,
            trimmed[scheme.upperBound...].allSatisfy({ !"/?#@\\ ".contains($0) })
        else { throw .setting("public-url", "must be a scheme and a host, such as https://bank.example") }
        return trimmed
    }

    private static func makeFolder(_ path: String) throws(BankError) {
        guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw .data("\(path) cannot be made: \(String(cString: strerror(errno)))")
    }
}
