// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

@testable import NetworkServer

/// Goal: what the server knows of an operation without looking at its path agrees with the path.
struct OperationTests {
    @Test("the operations whose path names a directory are those of the second generation (enrollment 12)")
    func generations() {
        for operation in Operation.allCases {
            let namesDirectory = operation.path.description.contains("{directoryId}")
            #expect((operation.generation == .v2) == namesDirectory, "\(operation)")
        }
    }
}
