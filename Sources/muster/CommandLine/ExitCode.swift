// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the process answers to the shell. Scripts depend on these numbers.
enum ExitCode: Int32, Sendable {
    /// Everything asked for was done.
    case done = 0
    /// Done, but some records failed (or, for the cryptography commands, the message was refused).
    case failedRecords = 1
    /// The command line or its input is not valid; nothing was sent.
    case usage = 2
    /// The server understood and refused.
    case refused = 3
    /// The server could not be reached, or did not answer in time.
    case unreachable = 4
    /// A fault of this program or of the machine it runs on.
    case internalFault = 5
}
