// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation

/// A file that is gone when the test is.
final class TemporaryFile {
    let path: String

    init(_ text: String = "") throws {
        path = NSTemporaryDirectory() + "muster-" + UUID().uuidString
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    deinit {
        unlink(path)
    }
}
