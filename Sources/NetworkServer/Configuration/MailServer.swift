// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Directory
internal import Foundation
internal import MailClient
internal import Vault

/// The operator's mail server, as the settings name it.
struct MailServer: Sendable {
    var host: String
    var port: Int
    var encryption: MailClientConfiguration.Encryption
    var sender: MailAddress
    var user: String?
    var passwordFile: String?
    var caFile: String?

    private static let passwordBytesMax = 1024

    /// What the file holds, without line ends behind it; nil: there is no user.
    ///
    /// - Throws: `ConfigurationError` when the file cannot be read, or others may read it, or the CA's cannot be read.
    func password() throws(ConfigurationError) -> String? {
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) {
            throw ConfigurationError("--code-mail-ca", "the file \(caFile) cannot be read")
        }
        guard let passwordFile else { return nil }
        let setting = "--code-mail-password-file"
        let content: [UInt8]?
        do {
            content = try SecretFile.read(path: passwordFile, bytesMax: Self.passwordBytesMax)
        } catch {
            throw ConfigurationError(setting, error.message)
        }
        guard let content else { throw ConfigurationError(setting, "the file \(passwordFile) does not exist") }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw ConfigurationError(setting, "must be a file of text")
        }
        let password = String(text.prefix { !$0.isNewline })
        guard !password.isEmpty, text.dropFirst(password.count).allSatisfy(\.isNewline),
            !password.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { throw ConfigurationError(setting, "must hold the password in one line") }
        return password
    }
}

extension ServerConfiguration {
    private static let userBytesMax = 255

    /// Nil: no mail is sent.
    ///
    /// - Throws: `ConfigurationError` for a setting that cannot work, or that would show what is sent on its way.
    func mailServer() throws(ConfigurationError) -> MailServer? {
        guard let codeMailURL else {
            for (name, value) in [
                ("--code-mail-from", codeMailFrom), ("--code-mail-user", codeMailUser),
                ("--code-mail-password-file", codeMailPasswordFile), ("--code-mail-ca", codeMailCAFile),
            ] where value != nil {
                throw ConfigurationError(name, "needs --code-mail")
            }
            return nil
        }
        guard let place = Self.mailPlace(codeMailURL) else {
            throw ConfigurationError(
                "--code-mail", "must be smtp://HOST[:PORT] or smtps://HOST[:PORT], without user, password and path")
        }
        guard let sender = codeMailFrom.flatMap(MailAddress.init) else {
            throw ConfigurationError("--code-mail-from", "must be the sender's address, such as codes@example.com")
        }
        guard (codeMailUser == nil) == (codeMailPasswordFile == nil) else {
            throw ConfigurationError(
                "--code-mail-user", "give --code-mail-user and --code-mail-password-file together")
        }
        if let codeMailUser {
            guard (1...Self.userBytesMax).contains(codeMailUser.utf8.count),
                codeMailUser.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else { throw ConfigurationError("--code-mail-user", "must have 1 to 255 bytes and no control characters") }
        }
        // On this machine nobody listens in; elsewhere clear text cannot be had, whatever the mode.
        let isClear = IssuerEndpointURL.isLoopback(place.host) && codeMailCAFile == nil
        return MailServer(
            host: place.host, port: place.port,
            encryption: place.isImplicit ? .implicit : isClear ? .none : .startTLS, sender: sender,
            user: codeMailUser, passwordFile: codeMailPasswordFile, caFile: codeMailCAFile)
    }

    /// Port 587, the one for submission, or 465, the same with TLS from the first byte (RFC 8314, 3.3).
    private static func mailPlace(_ text: String) -> (host: String, port: Int, isImplicit: Bool)? {
        guard text.utf8.count <= 300, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
            let parts = URLComponents(string: text), let scheme = parts.scheme, ["smtp", "smtps"].contains(scheme),
            var host = parts.percentEncodedHost, parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, parts.path.isEmpty || parts.path == "/",
            parts.port.map({ (1...65_535).contains($0) }) ?? true
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard MailClientConfiguration.isHost(host) else { return nil }
        return (host, parts.port ?? (scheme == "smtps" ? 465 : 587), scheme == "smtps")
    }
}
