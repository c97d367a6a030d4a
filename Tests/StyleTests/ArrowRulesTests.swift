// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@Suite struct ArrowRulesTests {
    private static let sound = """
        func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
            .target(name: name, dependencies: dependencies)
        }
        let package = Package(targets: [
            .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
            .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
            module("Ambient", []),
            module("Cryptography", ["COpenSSL"]),
            module(
                "JOSE",
                ["Cryptography", "WireJSON"]),
            .executableTarget(name: "muster", dependencies: ["JOSE"], swiftSettings: strict),
        ])
        """

    @Test("The manifest is read as written.")
    func manifest() {
        let map = ModuleMap(manifest: Self.sound)
        #expect(map.libraries == ["COpenSSL", "CSimdJSON"])
        #expect(map.dependencies["JOSE"] == ["Cryptography", "WireJSON"])
        #expect(map.dependencies["muster"] == ["JOSE"])
        #expect(map.dependencies.count == 4)
        #expect(map.below("muster") == ["JOSE", "Cryptography", "WireJSON", "COpenSSL"])
        #expect(
            ArrowRules.downwards(map).isEmpty && ArrowRules.ownership(map).isEmpty && ArrowRules.walled(map).isEmpty)
    }

    @Test("An arrow that goes up or sideways is seen, and so is a module without a floor.")
    func upwards() {
        #expect(ArrowRules.downwards(ModuleMap(manifest: "module(\"Ambient\", [\"JOSE\"])")).count == 1)
        #expect(ArrowRules.downwards(ModuleMap(manifest: "module(\"JOSE\", [\"RequestSigning\"])")).count == 1)
        #expect(ArrowRules.downwards(ModuleMap(manifest: "module(\"Drawer\", [])")).count == 1)
    }

    @Test("A C library used by a stranger is seen, and so is one without an owner.")
    func ownership() {
        let library = ".systemLibrary(name: \"COpenSSL\")\n"
        #expect(ArrowRules.ownership(ModuleMap(manifest: library + "module(\"Vault\", [\"COpenSSL\"])")).count == 1)
        #expect(ArrowRules.ownership(ModuleMap(manifest: ".systemLibrary(name: \"CZlib\")")).count == 1)
    }

    @Test("What a module must not know is seen through others too.")
    func walls() {
        let manifest = "module(\"IssuerKit\", [\"Between\"])\nmodule(\"Between\", [\"Store\"])"
        #expect(ArrowRules.walled(ModuleMap(manifest: manifest)).count == 1)
    }

    @Test("An import that the module does not declare is seen; the system's modules are free.")
    func imports() {
        let map = ModuleMap(manifest: Self.sound)
        let text = "import Glibc\ninternal import Ambient\ninternal import Cryptography\n"
        let file = Tree.File(path: "Sources/JOSE/A.swift", byteCount: text.utf8.count, text: text)
        #expect(ArrowRules.imports(file, of: "JOSE", map).map(\.line) == [2])
    }

    @Test("A module without tests is seen.")
    func mirrored() {
        let map = ModuleMap(manifest: Self.sound)
        let folders: Set = ["AmbientTests", "CryptographyTests", "JOSETests", "BinaryTests"]
        #expect(ArrowRules.mirrored(map, testFolders: folders).isEmpty)
        #expect(ArrowRules.mirrored(map, testFolders: folders.subtracting(["JOSETests"])).count == 1)
    }
}
