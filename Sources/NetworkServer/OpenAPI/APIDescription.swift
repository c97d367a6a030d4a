// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The description of the API (OpenAPI 3.1), made from the list of operations that also makes the routes.
struct APIDescription {
    let json: [UInt8]

    init(version: String) {
        var writer = JSONWriter(capacity: 64 << 10)
        writer.object { writer in
            writer.member("openapi", "3.1.0")
            writer.object("info") { writer in
                writer.member("title", "Muster: Click to Pay issuer enrollment")
                writer.member("version", version)
                writer.object("license") { writer in
                    writer.member("name", "Apache-2.0")
                    writer.member("identifier", "Apache-2.0")
                }
            }
            writer.object("paths") { Self.writePaths(to: &$0) }
            writer.object("components") { writer in
                writer.object("schemas") { writer in
                    for (name, schema) in Schemas.all {
                        writer.key(name)
                        schema.write(to: &writer)
                    }
                }
                writer.object("securitySchemes") { writer in
                    writer.object("oauth1") { writer in
                        writer.member("type", "apiKey")
                        writer.member("in", "header")
                        writer.member("name", "Authorization")
                        writer.member(
                            "description",
                            "OAuth 1.0a, one leg, RSA-SHA256 or RSA-PSS, with oauth_body_hash (SHA-256).")
                    }
                }
            }
        }
        json = writer.bytes
    }

    private static func writePaths(to writer: inout JSONWriter) {
        var paths: [(path: String, operations: [Operation])] = []
        for operation in Operation.allCases {
            let path = operation.path.description
            if let index = paths.firstIndex(where: { $0.path == path }) {
                paths[index].operations.append(operation)
            } else {
                paths.append((path, [operation]))
            }
        }
        for (path, operations) in paths {
            writer.key(path)
            writer.object { writer in
                for operation in operations {
                    writer.key(operation.method.description.lowercased())
                    write(operation, to: &writer)
                }
            }
        }
    }

    private static func write(_ operation: Operation, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("operationId", operation.rawValue)
            writer.member("summary", operation.summary)
            writer.member("tags", [operation.family.rawValue])
            if operation.isSigned {
                writer.array("security") { writer in
                    writer.object { $0.array("oauth1") { _ in } }
                }
            }
            if !operation.parameters.isEmpty {
                writer.array("parameters") { writer in
                    for parameter in operation.parameters { write(parameter, to: &writer) }
                }
            }
            if let schema = operation.requestSchema {
                writer.object("requestBody") { writer in
                    writer.member("required", true)
                    content(schema, isEncrypted: operation.isCore, to: &writer)
                }
            }
            writer.object("responses") { responses(of: operation, to: &$0) }
        }
    }

    private static func write(_ parameter: Operation.Parameter, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", parameter.name)
            writer.member("in", parameter.place.rawValue)
            writer.member("required", parameter.isRequired)
            writer.member("description", parameter.description)
            writer.object("schema") { $0.member("type", "string") }
        }
    }

    private static func responses(of operation: Operation, to writer: inout JSONWriter) {
        writer.key(String(operation.successStatus))
        writer.object { writer in
            writer.member("description", "Done")
            if let schema = operation.answerSchema {
                content(schema, isEncrypted: operation.isCore, to: &writer)
            }
        }
        // The gateway stops a request with one of these before the service sees it.
        let gateway = operation.isSigned ? [400, 401, 403] : []
        for status in Set(operation.errorStatuses + gateway).sorted() {
            writer.key(String(status))
            writer.object { writer in
                writer.member("description", "Refused")
                var schemas: [String] = []
                if operation.errorStatuses.contains(status), operation.isSigned || operation.isBrowserSide {
                    schemas.append(operation.errorSchema(status))
                }
                if gateway.contains(status), !operation.isProcessing, schemas != ["GatewayError"] {
                    schemas.append("GatewayError")
                }
                if !schemas.isEmpty { content(anyOf: schemas, to: &writer) }
            }
        }
    }

    /// - Parameter isEncrypted: the body is encrypted as a whole; the schema is of what is inside.
    private static func content(_ schema: String, isEncrypted: Bool, to writer: inout JSONWriter) {
        guard isEncrypted else { return content(anyOf: [schema], to: &writer) }
        writer.object("content") { writer in
            writer.object("application/json") { writer in
                writer.key("schema")
                Schema.reference("EncryptedBody").write(to: &writer)
                writer.key("x-decrypted-schema")
                Schema.reference(schema).write(to: &writer)
            }
        }
    }

    private static func content(anyOf schemas: [String], to writer: inout JSONWriter) {
        writer.object("content") { writer in
            writer.object("application/json") { writer in
                writer.key("schema")
                if let only = schemas.first, schemas.count == 1 {
                    Schema.reference(only).write(to: &writer)
                } else {
                    writer.object { writer in
                        writer.array("anyOf") { writer in
                            for schema in schemas { Schema.reference(schema).write(to: &writer) }
                        }
                    }
                }
            }
        }
    }
}
