// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// A piece of a JSON schema, as far as the API needs it.
indirect enum Schema: Sendable {
    case string(pattern: String? = nil, max: Int? = nil, description: String? = nil)
    case words([String])
    case integer
    case boolean
    case array(Schema)
    case object([Member], description: String? = nil)
    /// A schema that is described once, by name.
    case reference(String)

    struct Member: Sendable {
        var name: String
        var isRequired: Bool
        var schema: Schema

        static func required(_ name: String, _ schema: Schema = .string()) -> Member {
            Member(name: name, isRequired: true, schema: schema)
        }

        static func optional(_ name: String, _ schema: Schema = .string()) -> Member {
            Member(name: name, isRequired: false, schema: schema)
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            switch self {
            case .string(let pattern, let max, let description):
                writer.member("type", "string")
                writer.member("pattern", pattern)
                writer.member("maxLength", max)
                writer.member("description", description)
            case .words(let words):
                writer.member("type", "string")
                writer.member("enum", words)
            case .integer: writer.member("type", "integer")
            case .boolean: writer.member("type", "boolean")
            case .array(let element):
                writer.member("type", "array")
                writer.key("items")
                element.write(to: &writer)
            case .object(let members, let description):
                writer.member("type", "object")
                writer.member("description", description)
                let required = members.filter(\.isRequired).map(\.name)
                if !required.isEmpty { writer.member("required", required) }
                writer.object("properties") { writer in
                    for member in members {
                        writer.key(member.name)
                        member.schema.write(to: &writer)
                    }
                }
            case .reference(let name): writer.member("$ref", "#/components/schemas/\(name)")
            }
        }
    }
}
