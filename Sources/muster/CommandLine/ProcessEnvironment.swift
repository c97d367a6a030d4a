// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// The C library's table of variables is a global; it is read once, before any thread starts.
@preconcurrency internal import Glibc

/// The environment that the process was started with.
enum ProcessEnvironment {
    /// Variables whose text is not UTF-8 are repaired with replacement characters.
    static let variables: [String: String] = {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }()
}
