// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The house: what stands on what, and which rooms must not see each other.
enum ArrowRules {
    /// From the ground up. A module uses only what stands on a lower floor.
    static let floors: [Set<String>] = [
        ["Ambient"],
        [
            "AmbientTesting", "Cryptography", "HTTPClient", "HTTPService", "MailClient", "PhoneNumbers", "SQLite",
            "WireJSON",
        ],
        ["BrowserKit", "ClickToPay", "JOSE", "Pages", "RequestSigning", "Vault"],
        ["Store"],
        ["StoreSQLite"],
        ["Tokenization"],
        ["Directory"],
        ["TokenConnect", "Verification"],
        ["Enrollment", "Processing"],
        ["Provisioning", "SignIn"],
        ["Account", "Checkout"],
        ["IssuerKit", "NetworkServer"],
        ["DemoBank", "DemoShop"],
        ["muster", "muster-bench"],
    ]

    /// The one user of each C library; libcurl has one for each protocol.
    static let owners: [String: Set<String>] = [
        "CBenchFloor": ["muster-bench"], "CCurl": ["HTTPClient", "MailClient"], "CGetopt": ["muster"],
        "CMicroHTTPD": ["HTTPService"], "COpenSSL": ["Cryptography"], "CPhoneNumber": ["PhoneNumbers"],
        "CSQLite": ["SQLite"], "CSimdJSON": ["WireJSON"],
    ]

    /// What may not be anywhere below a module: the issuer's side holds no server, the rules know no HTTP and no SQL.
    static let walls: [String: Set<String>] = [
        "IssuerKit": [
            "Account", "Checkout", "Directory", "Enrollment", "HTTPService", "MailClient", "NetworkServer",
            "Processing", "Provisioning", "SignIn", "Store", "StoreSQLite", "TokenConnect", "Tokenization", "Vault",
            "Verification",
        ],
        // A client: it may serve pages, and knows nothing of the network's inside.
        "DemoBank": [
            "Account", "Checkout", "Directory", "Enrollment", "NetworkServer", "Processing", "SignIn", "Store",
            "StoreSQLite",
            "TokenConnect", "Tokenization", "Vault",
        ],
        "DemoShop": [
            "Account", "BrowserKit", "Directory", "Enrollment", "NetworkServer", "Processing", "SignIn", "Store",
            "StoreSQLite",
            "TokenConnect", "Tokenization", "Vault",
        ],
        "Enrollment": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "TokenConnect": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "Verification": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "Directory": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "Processing": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "Checkout": ["HTTPClient", "HTTPService", "MailClient", "Pages", "SQLite", "StoreSQLite"],
        "Account": ["HTTPClient", "HTTPService", "MailClient", "Pages", "SQLite", "StoreSQLite"],
        "Provisioning": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "SignIn": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "Tokenization": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "StoreSQLite"],
        "ClickToPay": ["Cryptography", "HTTPClient", "HTTPService", "MailClient", "SQLite", "Store", "Vault"],
        "JOSE": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "Store", "Vault"],
        "RequestSigning": ["HTTPClient", "HTTPService", "MailClient", "SQLite", "Store", "Vault"],
    ]

    static let manifest = "Package.swift"

    static func downwards(_ map: ModuleMap) -> [Fault] {
        map.dependencies.sorted { $0.key < $1.key }.flatMap { name, used -> [Fault] in
            guard let floor = floors.firstIndex(where: { $0.contains(name) }) else {
                return [Fault(manifest, "\(name) has no floor in the style tests: give it one")]
            }
            let lower = floors[..<floor].reduce(into: Set<String>()) { $0.formUnion($1) }
            return used.subtracting(lower).subtracting(map.libraries).sorted().map {
                Fault(manifest, "\(name) uses \($0), which stands no lower")
            }
        }
    }

    static func ownership(_ map: ModuleMap) -> [Fault] {
        let strangers = map.libraries.filter { owners[$0] == nil }.sorted().map {
            Fault(manifest, "\($0) has no owner in the style tests: name its user")
        }
        let intruders = map.dependencies.flatMap { name, used in
            used.intersection(map.libraries).filter { owners[$0]?.contains(name) == false }.map {
                Fault(manifest, "\(name) uses \($0), which belongs to \(owners[$0]?.sorted() ?? [])")
            }
        }
        return strangers + intruders.sorted { $0.says < $1.says }
    }

    static func walled(_ map: ModuleMap) -> [Fault] {
        walls.sorted { $0.key < $1.key }.flatMap { name, forbidden in
            map.below(name).intersection(forbidden).sorted().map {
                Fault(manifest, "\(name) reaches \($0), which it must not know")
            }
        }
    }

    /// A file imports the system's modules and what its own module declares, nothing else of ours.
    static func imports(_ file: Tree.File, of module: String, _ map: ModuleMap) -> [Fault] {
        let ours = Set(map.dependencies.keys).union(map.libraries)
        return CodeRules.imports(file).compactMap { line, name in
            guard ours.contains(name), name != module, map.dependencies[module]?.contains(name) != true else {
                return nil
            }
            return Fault(file.path, line, "imports \(name), which \(module) does not declare")
        }
    }

    /// Every module of ours has its tests in the folder that mirrors it.
    static func mirrored(_ map: ModuleMap, testFolders: Set<String>) -> [Fault] {
        /// Test doubles are tested by what uses them; a contract by the suite every engine must pass; the program by
        /// the tests of the built binary; benchmarks check their own work.
        let elsewhere = ["AmbientTesting": "AmbientTests", "Store": "StoreConformance", "muster": "BinaryTests"]
        return map.dependencies.keys.sorted().filter { $0 != "muster-bench" }.compactMap { name in
            let folder = elsewhere[name] ?? name + "Tests"
            return testFolders.contains(folder) ? nil : Fault("Tests/\(folder)", "\(name) has no tests")
        }
    }
}
