// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation

/// A file that is gone when the test is.
final class TemporaryFile {
    let path: String

    convenience init(_ text: String = "") throws {
        try self.init(Data(text.utf8))
    }

    init(_ bytes: Data) throws {
        path = NSTemporaryDirectory() + "muster-" + UUID().uuidString
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    deinit {
        unlink(path)
    }
}
