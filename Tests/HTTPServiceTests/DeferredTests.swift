// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import HTTPService
import Testing

@Suite struct DeferredTests {
    private let request = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("An answer from another thread arrives, and the connection goes on, with and without a body")
    func answers() throws {
        let queue = WorkQueue<@Sendable () -> Void>(name: "test", workers: 2, capacity: 100) { batch in
            for work in batch { work() }
        }
        let bench = try Bench(handle: { request, responder in
            #expect(queue.submit { echo(request, responder) })
        })
        let client = bench.connect()
        for number in 0..<200 {
            client.send("POST /\(number) HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab")
            client.send("GET /\(number) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.response()?.body == "POST /\(number) ab")
            #expect(client.response()?.body == "GET /\(number) ")
        }
        bench.server.stop(draining: .seconds(5))
        #expect(queue.stop(draining: .seconds(5)) == 0)
    }

    @Test("A responder that is dropped answers 500, at once or later")
    func dropped() throws {
        let parked = Parked()
        let bench = try Bench(handle: { request, responder in
            if request.path == "/later" { parked.park(responder) }
        })
        let client = bench.connect()
        client.send("GET /now HTTP/1.1\r\nHost: x\r\n\r\n")
        let now = client.response()
        #expect(now?.status == 500)
        #expect(now?.body.contains("noAnswer") == true)
        client.send(request)
        #expect(parked.wait(1))
        _ = parked.takeAll()
        #expect(client.response()?.status == 500)
        client.send("GET /now HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.status == 500)
    }

    @Test("A reset in place of an answer, at once or later, breaks the connection; the next one is served")
    func reset() throws {
        let parked = Parked()
        let bench = try Bench(handle: { request, responder in
            switch request.path {
            case "/later": parked.park(responder)
            case "/now": responder.answer(.reset)
            default: echo(request, responder)
            }
        })
        let now = bench.connect()
        now.send("GET /now HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(now.response() == nil)
        let later = bench.connect()
        later.send(request)
        #expect(parked.wait(1))
        parked.takeAll().first?.answer(.reset)
        #expect(later.response() == nil)
        let next = bench.connect()
        next.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(next.response()?.status == 200)
    }

    @Test("Only the first answer counts, and one for an earlier request never answers a later one")
    func once() throws {
        let parked = Parked()
        let bench = try Bench(handle: { _, responder in parked.park(responder) })
        let client = bench.connect()
        client.send(request)
        #expect(parked.wait(1))
        let first = parked.takeAll()
        first[0].answer(.text(200, "first"))
        first[0].answer(.text(200, "again"))
        #expect(client.response()?.body == "first")
        client.send(request)
        #expect(parked.wait(1))
        first[0].answer(.text(200, "stale"))
        parked.takeAll()[0].answer(.text(200, "second"))
        #expect(client.response()?.body == "second")
    }

    @Test("Clients that leave while they wait cost nothing and hurt nobody, whenever the answer comes")
    func abandoned() throws {
        let parked = Parked()
        let bench = try Bench(handle: { _, responder in parked.park(responder) })
        for round in 0..<5 {
            var clients: [RawClient] = []
            for number in 0..<60 {
                let client = bench.connect()
                client.send(
                    number % 2 == 0 ? request : "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                clients.append(client)
            }
            #expect(parked.wait(60))
            for (number, client) in clients.enumerated() where number % 3 == round % 3 { client.abort() }
            if round % 2 == 0 { clients.removeAll() }
            let responders = parked.takeAll()
            DispatchQueue.concurrentPerform(iterations: responders.count) { index in
                if index % 4 != 0 { responders[index].answer(.text(200, "late")) }
            }
        }
        #expect(bench.settles(connections: 0))
        let client = bench.connect()
        client.send(request)
        #expect(parked.wait(1))
        parked.takeAll()[0].answer(.text(200, "alive"))
        #expect(client.response()?.body == "alive")
    }

    @Test("Thousands of requests over many connections and threads are each answered with their own answer")
    func load() throws {
        var configuration = HTTPConfiguration()
        configuration.ioThreads = 2
        let queue = WorkQueue<@Sendable () -> Void>(name: "test", workers: 2, capacity: 1000, batchMax: 32) {
            for work in $0 { work() }
        }
        let bench = try Bench(
            configuration,
            handle: { request, responder in
                if request.body.count % 2 == 0 { return echo(request, responder) }
                if !queue.submit({ echo(request, responder) }) { responder.answer(.empty(503)) }
            })
        let wrong = Counter()
        DispatchQueue.concurrentPerform(iterations: 16) { worker in
            let client = bench.connect()
            for round in 0..<40 {
                let bodies = (0..<5).map { String(repeating: "\(round % 10)", count: round * 10 + $0) }
                for body in bodies {
                    client.send(
                        "POST /\(worker)/\(round) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                            + body)
                }
                for body in bodies where client.response()?.body != "POST /\(worker)/\(round) \(body)" { wrong.add() }
            }
        }
        #expect(wrong.value == 0)
        #expect(bench.settles(connections: 0))
        #expect(bench.metricsText.contains("status=\"200\"} 3200\n"))
        _ = queue.stop(draining: .seconds(5))
    }
}
