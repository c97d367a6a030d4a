// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension JSONValue {
    /// The value as JSON that is the same for every text that says the same: compact, the members of each object in the
    /// order of their names' bytes, integers as they are and other numbers in their shortest form. For content hashes.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        writeCanonical(to: &writer)
        return writer.bytes
    }

    // As deep as the document, which the parser has limited.
    private func writeCanonical(to writer: inout JSONWriter) {
        switch kind {
        case .null: writer.null()
        case .boolean: writer.bool(boolean == true)
        case .string: withUTF8 { writer.string(utf8: $0) }
        case .number:
            if let int64 {
                writer.int(int64)
            } else if let uint64 {
                writer.int(uint64)
            } else {
                writer.double(double ?? 0)
            }
        case .array:
            writer.beginArray()
            for element in elements { element.writeCanonical(to: &writer) }
            writer.endArray()
        case .object:
            var members: [(name: UnsafeBufferPointer<UInt8>, value: JSONValue)] = []
            members.reserveCapacity(count)
            // The names lie in the document, which this value keeps alive.
            forEachMember { members.append((name: $0, value: $1)) }
            members.sort { $0.name.lexicographicallyPrecedes($1.name) }
            writer.beginObject()
            for (name, value) in members {
                writer.key(utf8: name)
                value.writeCanonical(to: &writer)
            }
            writer.endObject()
        }
    }
}
