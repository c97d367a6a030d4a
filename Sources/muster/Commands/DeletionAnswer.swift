// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// What deletions have in common.
enum DeletionAnswer {
    static let options = OptionDeclaration.onlyPerCall([
        .value("reason", "WORD", "why: \(DeleteQuery.reasons.joined(separator: ", "))"),
        .value("requestor", "WORD", "who asked: \(DeleteQuery.requestors.joined(separator: ", "))"),
    ])

    static func show(
        _ invocation: Invocation, what: String, id: String, wasThere: Bool, profileDeleted: Bool = false
    ) throws(CommandFailure) {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("status", wasThere ? "deleted" : "already_deleted")
            writer.member("id", id)
            if profileDeleted { writer.member("profileDeleted", true) }
        }
        try invocation.show(json: writer.bytes) {
            (wasThere ? "\(what) deleted\n" : "there is no such \(what) any more\n")
                + (profileDeleted ? "it was the last card; the profile is deleted too\n" : "")
        }
    }
}
