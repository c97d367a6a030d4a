// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import HTTPService
import Testing

@Suite struct StopTests {
    private let request = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("A stop waits for the answers in flight, closes what is idle and lets nobody new in")
    func drains() throws {
        let parked = Parked()
        let bench = try Bench(handle: { _, responder in parked.park(responder) })
        let idle = bench.connect()
        let client = bench.connect()
        client.send(request)
        #expect(parked.wait(1))
        let stopped = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            bench.server.stop(draining: .seconds(30))
            stopped.signal()
        }
        while RawClient(port: bench.server.port).isConnected {}
        parked.takeAll()[0].answer(.text(200, "in time"))
        let response = client.response()
        #expect(response?.body == "in time")
        #expect(response?.header("Connection") == "close")
        #expect(stopped.wait(timeout: .now() + 10) == .success)
        #expect(idle.isClosedByServer())
        #expect(!RawClient(port: bench.server.port).isConnected)
        #expect(bench.server.connectionCount == 0)
    }

    @Test("What is not answered when the time is up is answered 503, and a late answer hurts nobody")
    func timesOut() throws {
        let parked = Parked()
        let bench = try Bench(handle: { _, responder in parked.park(responder) })
        let clients = (0..<40).map { _ in bench.connect() }
        for client in clients { client.send(request) }
        #expect(parked.wait(40))
        bench.server.stop(draining: .milliseconds(1))
        for client in clients {
            let response = client.response()
            #expect(response?.status == 503)
            #expect(response?.header("Retry-After") == "2")
            #expect(response?.body.contains("stopping") == true)
            #expect(response?.body.contains(response?.header("X-Request-ID") ?? "none") == true)
        }
        for responder in parked.takeAll() { responder.answer(.text(200, "late")) }
        bench.server.stop(draining: .seconds(1))
    }

    @Test(
        "Stopping in the middle of traffic loses no request that was read: each gets an answer or a closed connection")
    func underLoad() throws {
        for round in 0..<5 {
            var configuration = HTTPConfiguration()
            configuration.ioThreads = 1 + round % 3
            let queue = WorkQueue<@Sendable () -> Void>(name: "test", workers: 2, capacity: 1000) {
                for work in $0 { work() }
            }
            let handled = Counter()
            let bench = try Bench(
                configuration,
                handle: { request, responder in
                    handled.add()
                    if !queue.submit({ echo(request, responder) }) { responder.answer(.empty(503)) }
                })
            let answered = Counter()
            let begun = DispatchSemaphore(value: 0)
            let done = DispatchGroup()
            for _ in 0..<8 {
                Thread.detachNewThread {
                    done.enter()
                    let client = bench.connect()
                    begun.signal()
                    while client.send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n"), let response = client.response() {
                        if response.status == 200 { answered.add() }
                        if response.header("Connection") == "close" { break }
                    }
                    done.leave()
                }
            }
            for _ in 0..<8 { begun.wait() }
            while answered.value < 100 {}
            bench.server.stop(draining: .seconds(10))
            #expect(done.wait(timeout: .now() + 10) == .success)
            #expect(answered.value == handled.value)
            _ = queue.stop(draining: .seconds(5))
        }
    }

    @Test("A server that is let go of stops by itself")
    func deinitialised() throws {
        var server: HTTPServer? = try Bench().server
        let port = try #require(server?.port)
        let client = RawClient(port: port)
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.status == 200)
        server = nil
        #expect(client.isClosedByServer())
        #expect(!RawClient(port: port).isConnected)
    }
}
