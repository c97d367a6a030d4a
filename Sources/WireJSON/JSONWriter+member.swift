// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension JSONWriter {
    /// A member, or nothing at all when the value is nil.
    public mutating func member(_ name: StaticString, _ value: String?) {
        guard let value else { return }
        key(name)
        string(value)
    }

    /// A member, or nothing at all when the value is nil.
    public mutating func member(_ name: StaticString, _ value: Int?) {
        guard let value else { return }
        key(name)
        int(value)
    }

    /// A member, or nothing at all when the value is nil.
    public mutating func member(_ name: StaticString, _ value: Bool?) {
        guard let value else { return }
        key(name)
        bool(value)
    }

    /// A member that is an array of strings, or nothing at all when the value is nil.
    public mutating func member(_ name: StaticString, _ values: [String]?) {
        guard let values else { return }
        array(name) { writer in
            for value in values { writer.string(value) }
        }
    }

    /// A member that is an object; `body` writes its members.
    public mutating func object(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        object(body)
    }

    /// A member that is an array; `body` writes its elements.
    public mutating func array(_ name: StaticString, _ body: (inout JSONWriter) -> Void) {
        key(name)
        beginArray()
        body(&self)
        endArray()
    }

    /// An object; `body` writes its members.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        beginObject()
        body(&self)
        endObject()
    }
}
