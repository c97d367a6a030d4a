// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The description of the API (OpenAPI 3.1), made from the list of operations that also makes the routes.
struct APIDescription {
    let json: [UInt8]

    init(version: String) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("openapi", "3.1.0")
        writer.object("info") { writer in
            writer.member("title", "Muster: Click to Pay issuer enrollment")
            writer.member("version", version)
        }
        writer.endObject()
        json = writer.bytes
    }
}
