// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// The API description as one page for people (`/docs`): made from the lists that also make the routes and
/// `/openapi.json`, without script and without a request to anybody else.
struct DescriptionPage {
    let html: [UInt8]

    init(version: String) {
        var page = Markup()
        page.raw(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, \
            initial-scale=1"><title>Muster API</title><style>\(Self.style)</style></head><body>
            <header><h1>Muster API <small>
            """)
        page.text(version)
        page.raw(
            """
            </small></h1><p>Click to Pay issuer enrollment. The same for programs: \
            <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p></header>
            <nav aria-label="Operations"><h2>Operations</h2>
            """)
        for family in OperationFamily.allCases {
            page.raw("<h3>\(family.rawValue)</h3><ul>")
            for operation in Operation.allCases where operation.family == family {
                Self.writeEntry(operation, to: &page)
            }
            page.raw("</ul>")
        }
        page.raw("</nav><main>")
        for operation in Operation.allCases { Self.write(operation, to: &page) }
        page.raw("<h2 id=\"schemas\">Schemas</h2>")
        for (name, schema) in Schemas.all {
            page.raw("<section class=\"schema\" id=\"schema-\(name)\"><h3><code>\(name)</code></h3>")
            schema.write(to: &page)
            page.raw("</section>")
        }
        page.raw("</main></body></html>\n")
        html = page.bytes
    }

    private static func writeEntry(_ operation: Operation, to page: inout Markup) {
        page.raw("<li><a href=\"#\(operation.rawValue)\"><b>\(operation.method)</b> <code>")
        page.path(operation.path.description)
        page.raw("</code></a></li>")
    }

    private static func write(_ operation: Operation, to page: inout Markup) {
        page.raw("<section id=\"\(operation.rawValue)\"><h2><b>\(operation.method)</b> <code>")
        page.path(operation.path.description)
        page.raw("</code></h2><p>")
        page.text(operation.summary)
        page.raw(operation.isSigned ? " <em>Signed.</em></p>" : "</p>")
        if !operation.parameters.isEmpty {
            page.raw("<table><thead><tr><th>Parameter</th><th>In</th><th>Needed</th><th></th></tr></thead><tbody>")
            for parameter in operation.parameters {
                page.raw("<tr><td><code>\(parameter.name)</code></td>")
                page.raw("<td>\(parameter.place.rawValue)</td>")
                page.raw("<td>\(parameter.isRequired ? "yes" : "no")</td><td>")
                page.text(parameter.description)
                page.raw("</td></tr>")
            }
            page.raw("</tbody></table>")
        }
        page.raw("<dl>")
        let encryption = operation.isCore ? ", in \(reference("EncryptedBody"))" : ""
        if let schema = operation.requestSchema { page.raw("<dt>Body</dt><dd>\(reference(schema))\(encryption)</dd>") }
        page.raw("<dt>\(operation.successStatus)</dt><dd>")
        page.raw(operation.answerSchema.map { reference($0) + encryption } ?? "done")
        page.raw("</dd>")
        let errors = operation.errorStatuses.sorted().map(String.init).joined(separator: ", ")
        if !errors.isEmpty { page.raw("<dt>Refused</dt><dd>\(errors): \(reference(operation.errorSchema(400)))</dd>") }
        page.raw("</dl></section>")
    }

    fileprivate static func reference(_ schema: String) -> String {
        "<a href=\"#schema-\(schema)\"><code>\(schema)</code></a>"
    }

    /// Follows the reader's light or dark setting.
    static let style = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dde2e9;--paper:#fff;--panel:#f6f7f9;\
        --link:#1a56c4}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b4;--line:#313944;--paper:#14181e;\
        --panel:#1c222a;--link:#8ab4ff}}
        *{box-sizing:border-box}
        body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:60rem;background:var(--paper);color:var(--ink);\
        font:16px/1.55 system-ui,sans-serif}
        h1{font-size:1.9rem;margin:0}h1 small{color:var(--soft);font-weight:400}
        h2{font-size:1.15rem;margin:2.25rem 0 .4rem;overflow-wrap:anywhere}h3{font-size:1rem;margin:1.5rem 0 .4rem}
        b{display:inline-block;min-width:4.4rem;font-size:.8em;letter-spacing:.04em;color:var(--soft)}
        code{font:.92em ui-monospace,monospace}a{color:var(--link);text-decoration:none}
        a:hover,a:focus-visible{text-decoration:underline}p{margin:.3rem 0}em{color:var(--soft)}
        nav{background:var(--panel);border:1px solid var(--line);border-radius:.6rem;padding:.25rem 1.25rem 1rem;\
        margin-top:1.5rem}
        nav h2{margin:.8rem 0 .3rem}nav h3{font-size:.9rem;margin:1rem 0 .2rem;color:var(--soft)}\
        nav ul{list-style:none;margin:0;padding:0}nav li{overflow-wrap:anywhere}
        nav a{display:grid;grid-template-columns:4.4rem 1fr;align-items:baseline;padding:.12rem 0}
        table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.94rem}
        th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line);\
        overflow-wrap:break-word}
        td code{overflow-wrap:anywhere}th{color:var(--soft);font-weight:600}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.6rem 0}dt{color:var(--soft)}\
        dd{margin:0}
        """
}

extension Markup {
    /// A path, which may be broken before each of its slashes.
    fileprivate mutating func path(_ path: String) {
        for part in path.split(separator: "/") {
            raw("<wbr>/")
            text(String(part))
        }
    }
}

extension Schema {
    /// The schema as a table of its members, or in a few words.
    func write(to page: inout Markup) {
        guard case .object(let members, let description) = self else {
            page.raw("<p>")
            writeWords(to: &page)
            page.raw("</p>")
            return
        }
        if let description {
            page.raw("<p>")
            page.text(description)
            page.raw("</p>")
        }
        if members.isEmpty { return page.raw("<p>An object.</p>") }
        page.raw("<table><thead><tr><th>Member</th><th>Needed</th><th>Form</th></tr></thead><tbody>")
        for member in members {
            page.raw("<tr><td><code>\(member.name)</code></td><td>\(member.isRequired ? "yes" : "no")</td><td>")
            member.schema.writeWords(to: &page)
            page.raw("</td></tr>")
        }
        page.raw("</tbody></table>")
    }

    private func writeWords(to page: inout Markup) {
        switch self {
        case .string(let pattern, let max, let description):
            page.text(description ?? "text")
            if let max { page.text(", at most \(max)") }
            guard let pattern else { return }
            page.raw(" <code>")
            page.text(pattern)
            page.raw("</code>")
        case .words(let words):
            page.raw(words.map { "<code>\($0)</code>" }.joined(separator: ", "))
        case .integer: page.text("a whole number")
        case .boolean: page.text("true or false")
        case .array(let element):
            page.text("a list of ")
            element.writeWords(to: &page)
        case .object(let members, _):
            page.text(members.isEmpty ? "an object" : "an object: ")
            page.raw(members.map { "<code>\($0.name)</code>" }.joined(separator: ", "))
        case .reference(let name): page.raw(DescriptionPage.reference(name))
        }
    }
}
