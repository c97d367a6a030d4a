// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation

/// Where something of the issuer's own listens (processing 7.2, 7.5): an absolute `https` URL, or an `http` URL on this
/// machine.
package enum IssuerEndpointURL {
    private static let bytesMax = 1024

    /// The URL as it is used; nil when it is none. It has no user, no password and no fragment: they are secrets in the
    /// wrong place, and never sent.
    package static func read(_ text: String) -> String? {
        guard text.utf8.count <= bytesMax, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }),
            let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil,
            parts.port.map({ (1...65_535).contains($0) }) ?? true
        else { return nil }
        switch scheme {
        case "https": return text
        case "http": return isLoopback(host) ? text : nil
        default: return nil
        }
    }

    /// Whether a host is this machine: `127.x.y.z` in full, so that no name that merely begins so passes.
    package static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "[::1]", "::1"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (48...57).contains($0) }
                    && Int(part).map { $0 < 256 } == true
            }
    }
}

extension ProgramSetting {
    /// `none`, or where something of the issuer's own listens.
    static func endpoint(_ name: String, _ place: any Place<String>) -> ProgramSetting {
        ProgramSetting(
            name: name,
            form: "must be none, or an absolute https URL of at most 1024 characters without user and fragment; http "
                + "is taken for this machine only",
            value: { .text($0[keyPath: place].isEmpty ? "none" : $0[keyPath: place]) },
            change: { settings, text in
                if text == "none" {
                    settings[keyPath: place] = ""
                    return ()
                }
                return IssuerEndpointURL.read(text).map { settings[keyPath: place] = $0 }
            })
    }
}
