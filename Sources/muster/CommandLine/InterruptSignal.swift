// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import IssuerKit

/// Ctrl-C and SIGTERM as a wish to stop soon. A second one ends the process at once, which is safe too.
enum InterruptSignal {
    private static let signal = StopSignal()

    /// From the first call on, SIGINT and SIGTERM raise the signal that is returned.
    static func stopSignal() -> StopSignal {
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                InterruptSignal.signal.raise()
                // Back to the default, so that the next one ends the process.
                Glibc.signal(number, SIG_DFL)
            }
            sigaction(number, &action, nil)
        }
        return signal
    }
}
