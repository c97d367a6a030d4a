// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Foundation
import Testing
import WireJSON

@testable import NetworkServer

/// The alarm on the ratio of misses (checkout 7, "Limit the oracle").
@Suite("look-up alarm") struct LookUpWatchTests {
    private static let client = "11111111-2222-4333-8444-555555555555"
    private let pipe = Pipe()
    private let metrics = Metrics()

    private func watch(_ limits: LookUpWatch.Limits) -> LookUpWatch {
        LookUpWatch(
            limits, log: Log(descriptor: pipe.fileHandleForWriting.fileDescriptor, form: .json), metrics: metrics)
    }

    private var lines: [String] {
        get throws {
            try pipe.fileHandleForWriting.close()
            let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            return text.split(separator: "\n").map(String.init)
        }
    }

    private func metric(_ name: String) -> String? {
        String(decoding: metrics.render(), as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(name + " ") }
            .map { String($0.dropFirst(name.count + 1)) }
    }

    @Test("a client whose look-ups are mostly of nobody is told of, once in ten minutes, and no other one")
    func alarm() throws {
        let watch = watch(LookUpWatch.Limits(misses: 10, percent: 80))
        func at(_ seconds: Int64) -> MonotonicInstant { MonotonicInstant(nanoseconds: seconds * 1_000_000_000) }
        for second in 0..<9 as Range<Int64> { watch.count(client: Self.client, isPresent: false, at: at(second)) }
        // Nine are too few to say anything; those of another client are its own.
        watch.count(client: "other", isPresent: false, at: at(9))
        #expect(metric("muster_look_up_alarms_total") == "0")
        for second in 10..<30 as Range<Int64> { watch.count(client: Self.client, isPresent: false, at: at(second)) }
        #expect(metric("muster_look_up_alarms_total") == "1")
        // Another ten minutes.
        for _ in 0..<9 { watch.count(client: Self.client, isPresent: false, at: at(600)) }
        #expect(metric("muster_look_up_alarms_total") == "1")
        watch.count(client: Self.client, isPresent: false, at: at(601))
        #expect(metric("muster_look_up_alarms_total") == "2")
        #expect(metric("muster_look_ups_total{found=\"absent\"}") == "40")
        let lines = try lines
        #expect(lines.count == 2 && lines[0].contains(Self.client) && lines[0].contains("\"misses\":10"), "\(lines)")
    }

    @Test("many misses among many hits are none, and without a limit nothing is")
    func quiet() throws {
        let watch = watch(LookUpWatch.Limits(misses: 10, percent: 80))
        for _ in 0..<1000 {
            watch.count(client: Self.client, isPresent: true)
            for _ in 0..<3 { watch.count(client: Self.client, isPresent: false) }
        }
        let off = self.watch(LookUpWatch.Limits(misses: 0, percent: 1))
        for _ in 0..<1000 { off.count(client: Self.client, isPresent: false) }
        #expect(try lines.isEmpty)
    }

    @Test("look-ups, codes that are asked for and the network's own page count, and what they found is in the metrics")
    func counted() throws {
        let server = try RunningServer { $0.lookUpAlarmMisses = 3 }
        _ = try server.enroll(server.a)
        let shop = try Shop(server)
        func metrics() throws -> [Substring] {
            try server.get("/metrics").text.split(separator: "\n").filter { $0.hasPrefix("muster_look_up") }
        }
        #expect(try shop.lookUp("nobody@example.test").json?["consumerPresent"]?.boolean == false)
        #expect(try shop.start("nobody@example.test").status == 404)
        #expect(try metrics().last == "muster_look_up_alarms_total 0")
        let nobody = #""consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"nobody@example.test"}"#
        #expect(try shop.post("/src/api/authenticate", nobody).status == 404)
        #expect(
            try metrics() == [
                "muster_look_ups_total{found=\"present\"} 0", "muster_look_ups_total{found=\"absent\"} 3",
                "muster_look_up_alarms_total 1",
            ])
        #expect(try shop.lookUp("ada@example.test").json?["consumerPresent"]?.boolean == true)
        #expect(try metrics().first == "muster_look_ups_total{found=\"present\"} 1")
    }

    @Test("in strict mode the shop learns nothing, and the operator still learns who tries out addresses")
    func strict() throws {
        let server = try RunningServer {
            $0.isSignInStrict = true
            $0.lookUpAlarmMisses = 2
        }
        let shop = try Shop(server)
        for name in ["eve", "mallory"] {
            #expect(try shop.lookUp(name + "@example.test").json?["consumerPresent"]?.boolean == true)
        }
        #expect(try server.get("/metrics").text.contains("muster_look_up_alarms_total 1"))
    }
}
