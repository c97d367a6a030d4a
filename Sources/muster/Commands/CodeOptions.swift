// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import NetworkServer
internal import Verification

/// The settings of one-time codes as options of the server.
enum CodeOptions {
    static var declarations: [OptionDeclaration] {
        let standard = CodeLimits()
        return [
            .value("code-hook", "URL", "where one-time codes are handed over to be sent (https, or http here)")
        ]
            + CodeSetting.all.map {
                .value($0.name, "N", standard: String($0.value(standard)), $0.summary)
            }
    }

    static func read(_ invocation: Invocation, into configuration: inout ServerConfiguration) throws {
        configuration.codeHookURL = invocation.text("code-hook")
        for setting in CodeSetting.all {
            if let number = try invocation.number(setting.name, in: setting.range) {
                setting.set(number, in: &configuration.codeLimits)
            }
        }
    }
}
