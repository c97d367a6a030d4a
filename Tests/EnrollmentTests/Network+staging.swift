// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Dispatch
import Enrollment
import Synchronization

extension Network {
    var claim: StagedClaim { StagedClaim(directory: store, vault: vault, enrollment: singles, clock: clock) }

    var staging: Staging { Staging(store: store, clock: clock) }

    /// A cardholder takes a staged card. Waits.
    func provision(
        _ row: Int64, of verified: StagedClaim.Verified, directory: Int64 = directory
    ) -> Result<CardOutcome, any Error> {
        let answer = Mutex<Result<CardOutcome, any Error>?>(nil)
        let semaphore = DispatchSemaphore(value: 0)
        claim.provision(
            row, of: verified, directory: directory, settings: settings, compliance: nil,
            by: Requestor(actor: "client", srcCorrelationId: "call")
        ) { result in
            answer.withLock { $0 = result }
            semaphore.signal()
        }
        semaphore.wait()
        return answer.withLock { $0 ?? .failure(Missing()) }
    }
}
