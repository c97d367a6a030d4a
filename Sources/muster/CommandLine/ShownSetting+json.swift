// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import NetworkServer
internal import WireJSON

extension [ShownSetting] {
    /// The member `settings`: an object of their names and values.
    func write(to writer: inout JSONWriter) {
        writer.object("settings") { writer in
            for setting in self {
                writer.key(setting.name)
                setting.value.write(to: &writer)
            }
        }
    }
}

extension ShownSetting.Value {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .flag(let flag): writer.bool(flag)
        case .number(let number): writer.int(number)
        case .text(let text): writer.string(text)
        case .list(let items):
            writer.beginArray()
            for item in items { writer.string(item) }
            writer.endArray()
        case .standard: writer.null()
        }
    }
}
