// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

/// The program as people run it: built, as a process, over sockets, files and signals. One after the other: each test
/// has servers of its own, and the machine may be small.
@Suite(.serialized) struct BinaryTests {}
