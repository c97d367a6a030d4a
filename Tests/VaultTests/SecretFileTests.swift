// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import Vault

@Suite struct SecretFileTests {
    private let folder = NSTemporaryDirectory() + "muster-secret-" + UUID().uuidString

    private func write(_ content: String, mode: Int = 0o600) throws -> String {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = folder + "/" + UUID().uuidString
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: mode])
        try #require(isMade)
        return path
    }

    @Test("the whole content is read, also through a link; a file that is not there is nil")
    func read() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = try write("secret\n", mode: 0o400)
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: path)
        for path in [path, folder + "/link"] {
            #expect(try SecretFile.read(path: path, bytesMax: 7) == Array("secret\n".utf8))
        }
        #expect(try SecretFile.read(path: folder + "/absent", bytesMax: 7) == nil)
    }

    @Test("a file that others may read, is too long or is none is refused, and nothing of it is said")
    func refused() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for mode in [0o640, 0o604, 0o620, 0o602, 0o777] {
            let path = try write("secret", mode: mode)
            let error = #expect(throws: VaultError.self) { try SecretFile.read(path: path, bytesMax: 7) }
            #expect(error?.code == .secretExposed, "\(String(mode, radix: 8))")
        }
        let long = try write("a secret")
        for path in [long, folder] {
            let error = #expect(throws: VaultError.self) { try SecretFile.read(path: path, bytesMax: 7) }
            #expect(error?.code == .fileFailure && error?.message.contains("a secret") == false)
        }
    }
}
