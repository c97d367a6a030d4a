// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension Invocation {
    /// Settings as a person gives them: the name, an equals sign, the value.
    static func settings(_ texts: [String]) throws(CommandFailure) -> [(name: String, text: String)] {
        var settings: [(name: String, text: String)] = []
        for text in texts {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw .usage("\"\(text)\" is no KEY=VALUE")
            }
            settings.append((name: String(text[..<equals]), text: String(text[text.index(after: equals)...])))
        }
        return settings
    }
}
