// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Dispatch
import Foundation
import HTTPService
import RequestSigning
import Synchronization
import Testing
import Vault
import Verification
import WireJSON

@testable import NetworkServer

/// Handing codes over to the operator's own sender.
@Suite("code hook") struct CodeHookTests {
    /// The operator's sender on a free port.
    private final class Sender: HTTPHandler {
        struct Call {
            var signature: String?
            var type: String?
            var target: String
            var body: [UInt8]
        }

        private let state = Mutex<(calls: [Call], status: Int)>(([], 202))
        private let listener = LocalListener()

        func start() throws -> String { try listener.start(self) }
        func stop() { listener.stop() }
        func answer(_ status: Int) { state.withLock { $0.status = status } }
        var calls: [Call] { state.withLock { $0.calls } }

        func admit(_ head: HTTPRequestHead) -> HTTPAdmission { .accept() }

        func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
            let status = state.withLock { state in
                state.calls.append(
                    Call(
                        signature: request.headers[EventSignature.header], type: request.headers["Content-Type"],
                        target: request.target, body: request.body))
                return state.status
            }
            responder.answer(.empty(status))
        }

        func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse { .empty(refusal.status) }
    }

    private let email: CodeChannel
    private let mobile: CodeChannel

    init() throws {
        email = .email(try Email("Ada@Example.test"))
        mobile = try #require(CodeRoutes.channel("12025550123"))
    }

    @Test("a code goes to the hook, signed, with what a sender needs; what it refuses is undeliverable")
    func posts() throws {
        let sender = Sender()
        let url = try sender.start()
        defer { sender.stop() }
        let server = try RunningServer { $0.codeHookURL = url + "/codes?tenant=1" }
        guard case .sent(let expiresAt, _) = try server.sendCode(to: mobile, language: "ar") else {
            throw NotSent()
        }
        let call = try #require(sender.calls.first)
        #expect(sender.calls.count == 1 && call.target == "/codes?tenant=1" && call.type == "application/json")
        let secret = try #require(server.server).storage.vault.codeHookSecret
        try EventSignature(secret: secret).check(call.signature, call.body, now: server.clock.now)
        let json = try JSONDocument.parse(call.body).root
        var names: [String] = []
        json.forEachMember { name, _ in names.append(String(decoding: name, as: UTF8.self)) }
        #expect(names == ["channel", "address", "code", "language", "expiresAt", "purpose"])
        #expect(json["channel"]?.string == "MOBILE_PHONE_NUMBER" && json["address"]?.string == "+12025550123")
        #expect(json["language"]?.string == "ar" && json["purpose"]?.string == "provisioning")
        #expect(json["expiresAt"]?.string == expiresAt.iso8601)
        let code = try OneTimeCode(try #require(json["code"]?.string))
        let codes = try server.verification.codes
        #expect(try codes.check(code, sentTo: mobile, for: RunningServer.session) == .right)
        for status in [500, 302, 404] {
            sender.answer(status)
            let other = CodeRoutes.channel("1202555013\(status % 7)")
            #expect(try server.sendCode(to: try #require(other)) == .undeliverable)
        }
        sender.stop()
        #expect(try server.sendCode(to: email) == .undeliverable)
        let undelivered = try #require(try server.verification.outbox?.last(to: email)).code
        #expect(try codes.check(undelivered, sentTo: email, for: RunningServer.session) == .none)
    }

    @Test("production sends through the hook alone, keeps nothing to be read, and without a hook sends nothing")
    func production() throws {
        let sender = Sender()
        let url = try sender.start()
        defer { sender.stop() }
        for hook in [url, nil] {
            let server = try RunningServer {
                $0.mode = .production
                $0.dataDirectory += "/production"
                $0.rootPassphrase = Array("a passphrase that is long enough".utf8)
                $0.codeHookURL = hook
            }
            #expect(try server.verification.outbox == nil)
            let sending = try server.sendCode(to: email)
            #expect((sending == .undeliverable) == (hook == nil))
            #expect(try server.admin("GET", "otp?identity=ada@example.test").status == 404)
        }
        #expect(sender.calls.count == 1)
    }

    @Test("what the log says of a hook that fails names no code, no identity and no URL")
    func log() throws {
        let sender = Sender()
        let url = try sender.start()
        sender.answer(503)
        let pipe = Pipe()
        let vault = try #require(try RunningServer().server).storage.vault
        let delivery = HTTPCodeDelivery(
            url: url + "/secret-path", vault: vault, clock: ManualClock(),
            log: Log(descriptor: pipe.fileHandleForWriting.fileDescriptor, level: .debug, form: .json),
            metrics: Metrics())
        let message = CodeMessage(
            channel: mobile, code: try OneTimeCode("135790"), language: try LanguageCode("en"), purpose: .signIn,
            sentAt: Timestamp(seconds: 0), expiresAt: Timestamp(seconds: 600))
        let done = DispatchSemaphore(value: 0)
        for _ in 1...2 {
            delivery.deliver(message) { isTaken in
                #expect(!isTaken)
                done.signal()
            }
            done.wait()
            // The second time nobody is there.
            sender.stop()
        }
        delivery.stop(draining: .seconds(1))
        delivery.deliver(message) { #expect(!$0) }
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.split(separator: "\n").count == 3 && text.contains("503"))
        for secret in ["135790", "2025550123", "secret-path"] { #expect(!text.contains(secret)) }
        #expect(!"\(message)".contains("135790") && !"\(message)".contains("2025550123"))
    }

    @Test("a hook that is not https, or http on this machine, and limits out of range stop the start")
    func refused() throws {
        for url in ["http://sender.example/", "ftp://127.0.0.1/", "https://user:pw@sender.example/", "nonsense"] {
            var configuration = ServerConfiguration()
            configuration.codeHookURL = url
            let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
            #expect(error?.setting == "--code-hook" && error?.message.contains("pw") == false)
        }
        var configuration = ServerConfiguration()
        configuration.codeHookURL = "https://sender.example/codes"
        try configuration.validate()
        for setting in CodeSetting.all {
            var configuration = configuration
            setting.set(setting.range.upperBound + 1, in: &configuration.codeLimits)
            #expect(setting.value(configuration.codeLimits) == setting.range.upperBound + 1)
            let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
            #expect(error?.setting == "--" + setting.name)
        }
    }

    private struct NotSent: Error {}
}
