// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import HTTPService

/// What pages read of an address.
extension HTTPRequest {
    private static let languageName = "lang"

    /// The one value of a parameter of the query; nil when there is none, or more than one.
    public func pageParameter(_ name: String) -> String? {
        guard let values = try? head.queryString().values(name), values.count == 1 else { return nil }
        return values[0]
    }

    /// The language that the reader has chosen from a page's links: `?lang=de`.
    public var chosenLanguage: PageLanguage? { pageParameter(Self.languageName).flatMap(PageLanguage.init(rawValue:)) }

    /// Path and query of this page, without the language.
    public var pageAddress: String {
        let rest = query.split(separator: "&").filter { !$0.hasPrefix(Self.languageName + "=") }
        return path + (rest.isEmpty ? "" : "?" + rest.joined(separator: "&"))
    }
}
