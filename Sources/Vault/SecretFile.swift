// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// A file whose content only its owner may know.
public enum SecretFile {
    /// The whole content; nil when there is no file. Symbolic links are followed, as secret mounts use them; what
    /// counts is who may read the file they lead to.
    ///
    /// - Parameter bytesMax: a longer file is refused.
    /// - Throws: `secretExposed` when others may read the file, or it belongs to another user than root; `fileFailure`
    ///   when it is no regular file, is too long or cannot be read.
    public static func read(path: String, bytesMax: Int) throws(VaultError) -> [UInt8]? {
        try read(path: path, bytesMax: bytesMax, unusable: .fileFailure, exposed: .secretExposed)
    }

    static func read(
        path: String, bytesMax: Int, unusable: VaultError.Code, exposed: VaultError.Code
    ) throws(VaultError) -> [UInt8]? {
        guard let file = try FileDescriptor(path: path, flags: O_RDONLY) else { return nil }
        let status = try file.status()
        guard status.isRegularFile else { throw VaultError(unusable, "\(path) is not a regular file") }
        guard !status.isExposed else {
            throw VaultError(
                exposed,
                "\(path) has mode 0\(String(status.mode, radix: 8)): only its owner may read it (chmod 600)")
        }
        guard status.owner == FileDescriptor.effectiveUser || status.owner == 0 else {
            throw VaultError(exposed, "\(path) belongs to another user")
        }
        return try file.read(limit: bytesMax)
    }
}
