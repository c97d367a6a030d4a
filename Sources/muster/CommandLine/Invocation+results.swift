// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension Invocation {
    /// Gives the result of a command: as JSON when that is wanted, else as text.
    func show(json: [UInt8], _ text: () -> String) throws(CommandFailure) {
        if isJSON {
            try console.write(json + [UInt8(ascii: "\n")])
        } else {
            try console.write([UInt8](text().utf8))
        }
    }
}
