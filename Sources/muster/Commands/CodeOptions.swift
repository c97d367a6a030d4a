// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import NetworkServer
internal import Verification

/// The settings of one-time codes as options of the server.
enum CodeOptions {
    static var declarations: [OptionDeclaration] {
        let standard = CodeLimits()
        return [
            .value("code-hook", "URL", "where one-time codes are handed over to be sent (https, or http here)"),
            .value("code-mail", "URL", "mail server for codes to email addresses: smtp[s]://HOST[:PORT]"),
            .value("code-mail-from", "ADDRESS", "the sender of such mails"),
            .value("code-mail-user", "NAME", "who the mail server is told that this is"),
            .value("code-mail-password-file", "FILE", "the password of that user; only its owner may read it"),
            .value("code-mail-ca", "FILE", "PEM CA of the mail server, in place of the system's"),
        ]
            + CodeSetting.all.map {
                .value($0.name, "N", standard: String($0.value(standard)), $0.summary)
            }
    }

    static func read(_ invocation: Invocation, into configuration: inout ServerConfiguration) throws {
        configuration.codeHookURL = invocation.text("code-hook")
        configuration.codeMailURL = invocation.text("code-mail")
        configuration.codeMailFrom = invocation.text("code-mail-from")
        configuration.codeMailUser = invocation.text("code-mail-user")
        configuration.codeMailPasswordFile = invocation.text("code-mail-password-file")
        configuration.codeMailCAFile = invocation.text("code-mail-ca")
        for setting in CodeSetting.all {
            if let number = try invocation.number(setting.name, in: setting.range) {
                setting.set(number, in: &configuration.codeLimits)
            }
        }
    }
}
