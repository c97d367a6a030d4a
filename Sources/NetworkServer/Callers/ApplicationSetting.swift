// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Directory

/// One setting of a shop as an operator sees it: its name, its value, and how a value is given.
struct ApplicationSetting: Sendable {
    typealias Place<Value> = WritableKeyPath<ApplicationSettings, Value> & Sendable

    let name: String
    /// What a value looks like.
    let form: String
    let value: @Sendable (ApplicationSettings) -> ProgramSetting.Value
    /// Nil for a text that is no value of the setting.
    let change: @Sendable (inout ApplicationSettings, String) -> Void?

    /// Changes settings, all of them or none.
    ///
    /// - Throws: `ConfigurationError` for a name that there is not, or a text that is no value of it.
    static func change(
        _ settings: inout ApplicationSettings, _ values: [(name: String, text: String)]
    ) throws(ConfigurationError) {
        var changed = settings
        for (name, text) in values {
            guard let setting = all.first(where: { $0.name == name }) else {
                let known = all.map(\.name).joined(separator: ", ")
                throw ConfigurationError(name, "there is no such setting; known are \(known)")
            }
            guard setting.change(&changed, text) != nil else {
                throw ConfigurationError(name, "\(name) \(setting.form)")
            }
        }
        settings = changed
    }

    static func flag(_ name: String, _ place: any Place<Bool>) -> ApplicationSetting {
        ApplicationSetting(
            name: name, form: "must be true or false", value: { .flag($0[keyPath: place]) },
            change: { settings, text in Bool(text).map { settings[keyPath: place] = $0 } })
    }

    /// One of some words.
    static func choice<Word: RawRepresentable<String> & Sendable>(
        _ name: String, _ place: any Place<Word>, of words: [Word]
    ) -> ApplicationSetting {
        ApplicationSetting(
            name: name, form: "must be one of \(words.map(\.rawValue).joined(separator: ", "))",
            value: { .text($0[keyPath: place].rawValue) },
            change: { settings, text in
                words.first { $0.rawValue == text }.map { settings[keyPath: place] = $0 }
            })
    }

    /// A text, or `none`.
    static func text(
        _ name: String, _ place: any Place<String?>, _ form: String,
        _ read: @escaping @Sendable (String) -> String?
    ) -> ApplicationSetting {
        ApplicationSetting(
            name: name, form: "must be none, or \(form)", value: { .text($0[keyPath: place] ?? "none") },
            change: { settings, text in
                guard text != "none" else {
                    settings[keyPath: place] = nil
                    return ()
                }
                return read(text).map { settings[keyPath: place] = $0 }
            })
    }
}
