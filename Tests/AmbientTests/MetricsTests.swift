// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import Testing

@Suite struct MetricsTests {
    private func text(_ metrics: Metrics) -> String {
        String(decoding: metrics.render(), as: UTF8.self)
    }

    @Test("Counters, gauges and tables render in the Prometheus text format")
    func render() {
        let metrics = Metrics()
        let counter = metrics.counter("a_total", "Help of a.")
        counter.add(2)
        counter.add()
        metrics.gauge("b", "Help of b.", MetricLabel("kind", "x\"y\\z\n")).set(-4)
        metrics.gauge("c", "Help of c.") { 7 }
        let table = metrics.counterTable(
            "d_total", "Help of d.",
            rows: [
                [MetricLabel("route", "/a/{b}"), MetricLabel("status", 200)],
                [MetricLabel("route", "/a/{b}"), MetricLabel("status", 404)],
            ])
        table.add(5, row: 1)
        #expect(counter.value == 3)
        #expect(
            text(metrics) == """
                # HELP a_total Help of a.
                # TYPE a_total counter
                a_total 3
                # HELP b Help of b.
                # TYPE b gauge
                b{kind="x\\"y\\\\z\\n"} -4
                # HELP c Help of c.
                # TYPE c gauge
                c 7
                # HELP d_total Help of d.
                # TYPE d_total counter
                d_total{route="/a/{b}",status="404"} 5

                """)
    }

    @Test("A histogram counts a duration in every bucket that holds it, bounds included")
    func histogram() {
        let metrics = Metrics()
        let histogram = metrics.histogram(
            "wait_seconds", "Help.", MetricLabel("queue", "q"),
            bounds: [.milliseconds(1), .microseconds(2500), .seconds(1)])
        histogram.observe(.milliseconds(1))
        histogram.observe(.nanoseconds(1_000_001))
        histogram.observe(.milliseconds(500))
        histogram.observe(.seconds(2))
        #expect(histogram.count == 4)
        #expect(
            text(metrics) == """
                # HELP wait_seconds Help.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{queue="q",le="0.001"} 1
                wait_seconds_bucket{queue="q",le="0.0025"} 2
                wait_seconds_bucket{queue="q",le="1"} 3
                wait_seconds_bucket{queue="q",le="+Inf"} 4
                wait_seconds_sum{queue="q"} 2.502000001
                wait_seconds_count{queue="q"} 4

                """)
    }

    @Test("Additions of many threads at the same time all count")
    func concurrent() {
        let metrics = Metrics()
        let counter = metrics.counter("a_total", "Help.")
        let histogram = metrics.histogram("b_seconds", "Help.")
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<10_000 {
                counter.add()
                histogram.observe(.milliseconds(3))
            }
        }
        #expect(counter.value == 80_000)
        #expect(histogram.count == 80_000)
    }

    @Test("A name that is registered again gets more series under one heading")
    func again() {
        let metrics = Metrics()
        metrics.counter("a_total", "Help.", MetricLabel("x", "1")).add()
        metrics.counter("a_total", "Help.", MetricLabel("x", "2")).add()
        #expect(text(metrics).components(separatedBy: "# TYPE").count == 2)
        #expect(text(metrics).contains("a_total{x=\"1\"} 1\na_total{x=\"2\"} 1\n"))
    }
}
