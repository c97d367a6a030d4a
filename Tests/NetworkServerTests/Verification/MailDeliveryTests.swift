// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Dispatch
import Foundation
import MailClient
import Synchronization
import Testing
import Verification
import WireJSON

@testable import NetworkServer

/// Which way messages go when there is a mail server, and what is offered then. What it gets is judged by the tests of
/// the built program.
@Suite("mail delivery") struct MailDeliveryTests {
    /// Keeps what it is given.
    private final class Basket: CodeDelivery, CardMessageDelivery {
        let reach: Set<IdentityType>
        private let state = Mutex<[CodeChannel]>([])

        init(_ reach: Set<IdentityType>) { self.reach = reach }

        var channels: [CodeChannel] { state.withLock { $0 } }

        func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
            state.withLock { $0.append(message.channel) }
            completion(true)
        }

        func deliver(_ message: CardMessage) { state.withLock { $0.append(message.channel) } }
    }

    private static func code(_ channel: CodeChannel) throws -> CodeMessage {
        CodeMessage(
            channel: channel, code: try OneTimeCode("135790"), language: try LanguageCode("en"), purpose: .signIn,
            sentAt: Timestamp(seconds: 0), expiresAt: Timestamp(seconds: 600))
    }

    private static func channel(_ text: String) throws -> CodeChannel { try #require(CodeRoutes.channel(text)) }

    /// A server whose mail server is not there.
    private static func server(_ hook: String? = nil) throws -> RunningServer {
        try RunningServer {
            $0.codeMailURL = "smtp://127.0.0.1:1"
            $0.codeMailFrom = "codes@bank.example"
            $0.codeHookURL = hook
        }
    }

    @Test("mail gets what is for addresses, the hook what is for numbers")
    func ways() throws {
        let mail = Basket([.emailAddress])
        let hook = Basket([.emailAddress, .mobilePhoneNumber])
        let both = ChannelDelivery(mail: mail, hook: hook)
        let channels = [try Self.channel("ada@example.test"), try Self.channel("12025550123")]
        for channel in channels {
            both.deliver(try Self.code(channel)) { #expect($0) }
            both.deliver(
                CardMessage(
                    channel: channel, bank: "Bank", lastFour: "9726", language: try LanguageCode("en"),
                    sentAt: Timestamp(seconds: 0)))
        }
        #expect(mail.channels == [channels[0], channels[0]] && hook.channels == [channels[1], channels[1]])
        #expect(both.reach == [.emailAddress, .mobilePhoneNumber])
    }

    @Test("with a mail server alone a number is undeliverable, and so is an address that mail cannot carry")
    func undeliverable() throws {
        let server = try Self.server()
        for text in ["12025550123", "ädа@example.test", "a..b@example.test", "ada>@example.test", "ada@exam_ple.test"] {
            #expect(try server.sendCode(to: Self.channel(text)) == .undeliverable, "\(text)")
        }
        #expect(try server.verification.codes.reach == [.emailAddress])
        #expect(try Self.server("http://127.0.0.1:9/").verification.codes.reach.count == 2)
        #expect(try RunningServer().verification.codes.reach.count == 2)
    }

    @Test("what the log says of a mail that fails names no code, no address and no sender")
    func log() throws {
        let pipe = Pipe()
        var configuration = ServerConfiguration()
        configuration.codeMailURL = "smtp://127.0.0.1:1"
        configuration.codeMailFrom = "codes@bank.example"
        let settings = try #require(try configuration.mailServer())
        let delivery = MailCodeDelivery(
            settings, password: nil, clock: ManualClock(), entropy: SeededEntropy(seed: 1),
            log: Log(descriptor: pipe.fileHandleForWriting.fileDescriptor, level: .debug, form: .json),
            metrics: Metrics())
        let done = DispatchSemaphore(value: 0)
        for text in ["ada@example.test", "12025550123"] {
            delivery.deliver(try Self.code(Self.channel(text))) { isTaken in
                #expect(!isTaken)
                done.signal()
            }
            done.wait()
        }
        delivery.stop(draining: .seconds(1))
        delivery.deliver(try Self.code(Self.channel("ada@example.test"))) { #expect(!$0) }
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(text.split(separator: "\n").count == 3 && text.contains("notReachable"), "\(text)")
        for secret in ["135790", "2025550123", "ada", "example.test", "codes@"] { #expect(!text.contains(secret)) }
    }

    @Test("pages and windows offer what can be sent to")
    func offered() throws {
        let journey = try CheckoutJourney(Self.server())
        try journey.server.set([("firstUseAuthentication", "otp")], of: journey.server.a)
        let opened = try journey.checkout(card: journey.enroll().card, options: #"{"dpaLocale":"en_US"}"#)
        let channels = opened.json?["supportedValidationChannels"]?.elements.map { $0["identityType"]?.string }
        #expect(channels == ["EMAIL_ADDRESS"], "\(opened.text)")
        let provision = ProvisionJourney(journey.server)
        let (path, page) = try provision.open(ProvisionJourney.signedLink(provision.push()))
        let choice = try provision.details(path, page)
        #expect(choice.text.split(separator: "type=\"radio\"").count == 2, "\(choice.text)")
        #expect(choice.text.contains("m*****a@example.test"), "\(choice.text)")
    }

    @Test("a cardholder is told of a card by mail where no number can be sent to")
    func notice() throws {
        let server = try Self.server()
        try server.set([("cardholderMessages", "true"), ("issuerName", "Harbour Bank")], of: server.a)
        _ = try server.enroll(server.a)
        #expect(try server.admin("POST", "clock/advance", #"{"seconds":1}"#).status == 200)
        let all = try server.admin("GET", "messages").json?["messages"]?.elements.map { $0 } ?? []
        #expect(all.map { $0["address"]?.string } == ["ada@example.test"])
    }
}
