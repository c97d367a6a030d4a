// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One field of a form, with its label, hint and error tied to it for those who do not see the page.
public struct PageField: Sendable {
    public enum Kind: String, Sendable {
        case text
        case email
        case telephone = "tel"
        /// An email address or a telephone number.
        case identity
        case password
        /// Digits that were sent to the reader.
        case code
    }

    public var name: String
    public var label: String
    public var kind: Kind
    public var value: String
    public var hint: String?
    public var error: String?
    /// The `autocomplete` token, such as `email`.
    public var autocomplete: String?
    public var charactersMax: Int?
    public var isRequired: Bool
    /// Whether the reader begins here.
    public var isFirst: Bool

    public init(
        _ name: String, _ label: String, kind: Kind = .text, value: String = "", hint: String? = nil,
        error: String? = nil, autocomplete: String? = nil, charactersMax: Int? = nil, isRequired: Bool = true,
        isFirst: Bool = false
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.hint = hint
        self.error = error
        self.autocomplete = autocomplete
        self.charactersMax = charactersMax
        self.isRequired = isRequired
        self.isFirst = isFirst
    }

    public var markup: Markup {
        let hintLine: Markup? = hint.map { "<p class=\"hint\" id=\"\(name)-hint\">\($0)</p>" }
        let errorLine: Markup? = error.map { "<p class=\"fault\" id=\"\(name)-fault\">\($0)</p>" }
        let notes = [hint == nil ? nil : name + "-hint", error == nil ? nil : name + "-fault"].compactMap { $0 }
        let described: Markup? = notes.isEmpty ? nil : " aria-describedby=\"\(notes.joined(separator: " "))\""
        let invalid: Markup? = error == nil ? nil : " aria-invalid=\"true\""
        let completion: Markup? = autocomplete.map { " autocomplete=\"\($0)\"" }
        let length: Markup? = charactersMax.map { " maxlength=\"\($0)\"" }
        let required: Markup? = isRequired ? " required" : nil
        let first: Markup? = isFirst ? " autofocus" : nil
        return """
            <div class="field"><label for="\(name)">\(label)</label>\(hintLine)\
            <input id="\(name)" name="\(name)" \(type) value="\(value)"\(completion)\(length)\(required)\(described)\
            \(invalid)\(first)>\(errorLine)</div>
            """
    }

    /// Numbers and addresses run from left to right in every language.
    private var type: Markup {
        switch kind {
        case .text: "type=\"text\""
        case .email: "type=\"email\" dir=\"ltr\" spellcheck=\"false\""
        case .identity:
            "type=\"text\" inputmode=\"email\" dir=\"ltr\" spellcheck=\"false\" autocapitalize=\"none\""
        case .telephone: "type=\"tel\" dir=\"ltr\""
        case .password: "type=\"password\""
        case .code: "type=\"text\" inputmode=\"numeric\" pattern=\"[0-9]*\" class=\"code\" dir=\"ltr\""
        }
    }
}

/// Pieces that forms and pages share.
extension Markup {
    /// A box to tick, with whatever stands beside it.
    public static func checkbox(_ name: String, _ label: Markup, isTicked: Bool = false, error: String? = nil) -> Markup
    {
        let ticked: Markup? = isTicked ? " checked" : nil
        let described: Markup? =
            error == nil ? nil : " aria-invalid=\"true\" aria-describedby=\"\(name)-fault\""
        let errorLine: Markup? = error.map { "<p class=\"fault\" id=\"\(name)-fault\">\($0)</p>" }
        return """
            <div class="field box"><input type="checkbox" id="\(name)" name="\(name)" value="yes"\(ticked)\(described)>\
            <label for="\(name)">\(label)</label>\(errorLine)</div>
            """
    }

    /// The main button of a form.
    public static func button(_ text: String, name: String? = nil, value: String? = nil, isQuiet: Bool = false)
        -> Markup
    {
        let named: Markup? = name.map { " name=\"\($0)\" value=\"\(value ?? "")\"" }
        // A quiet button leaves what is typed alone: the browser does not check the fields.
        let kind: Markup = isQuiet ? "class=\"quiet\" formnovalidate" : "class=\"main\""
        return "<button type=\"submit\" \(kind)\(named)>\(text)</button>"
    }

    /// Something that the page's script tells the page that has opened its window, when that has this origin.
    ///
    /// - Parameter json: the message.
    public static func word(_ json: String, toOpener origin: String) -> Markup {
        "<div hidden data-word=\"\(json)\" data-opener=\"\(origin)\"></div>"
    }

    /// Something that the reader should know before anything else.
    public static func alert(_ text: String) -> Markup {
        "<div class=\"alert\" role=\"alert\">\(text)</div>"
    }
}
