// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay

/// "REASON source" of each detail, which is what most tests compare.
func findings(_ details: [ErrorDetail]) -> [String] {
    details.map { "\($0.reason?.rawValue ?? "-") \($0.source ?? "-")" }
}

/// What a decoder finds wrong; empty when it accepts.
func findings(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let error as ServiceError {
        return findings(error.details)
    } catch {
        return ["unexpected error"]
    }
}
