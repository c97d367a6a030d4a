// swift-tools-version: 6.2
import PackageDescription

/// One setting for every Swift target: Swift 6 mode, warnings are errors, and three upcoming features:
/// ExistentialAny (SE-0335), MemberImportVisibility (SE-0444), InternalImportsByDefault (SE-0409).
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

/// A Swift module of `Sources/`. Its resources stand in the program, which has no files beside itself.
func module(_ name: String, _ dependencies: [Target.Dependency], resources: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, resources: resources.map { .embedInCode($0) }, swiftSettings: strict)
}

/// The tests of one module, in the folder that mirrors it.
func tests(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.target(name: name), "AmbientTesting"] + dependencies,
        resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "muster",
    products: [
        .executable(name: "muster", targets: ["muster"]),
        .library(name: "IssuerKit", targets: ["IssuerKit"]),
        .library(name: "ClickToPay", targets: ["ClickToPay"]),
        .library(name: "JOSE", targets: ["JOSE"]),
        .library(name: "RequestSigning", targets: ["RequestSigning"]),
        .library(name: "AmbientTesting", targets: ["AmbientTesting"]),
    ],
    targets: [
        // System libraries: a module map each, no logic. A C++ library gets a shim target instead.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
        .systemLibrary(name: "CGetopt"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("protobuf")]),

        // What surrounds a process: time, randomness, logs, metrics. Injected everywhere.
        module("Ambient", []),
        module("AmbientTesting", ["Ambient"]),

        // The only users of their C library; libcurl has two, for two protocols.
        module("Cryptography", ["COpenSSL"]),
        module("SQLite", ["CSQLite"]),
        module("WireJSON", ["CSimdJSON"]),
        module("PhoneNumbers", ["CPhoneNumber"]),
        module("HTTPService", ["Ambient", "CMicroHTTPD"]),
        module("HTTPClient", ["CCurl"]),
        module("MailClient", ["Ambient", "CCurl"]),

        // What pages are made of; for the network's and for those of the demo bank and shop.
        module("Pages", ["Cryptography", "HTTPService"]),

        // What the network gives to shops' pages: plain JavaScript that stands in the program.
        module(
            "BrowserKit", ["Cryptography"],
            resources: [
                "Script/Encryption.js", "Script/Errors.js", "Script/Identities.js",
                "Script/MusterClickToPay.js", "Script/Window.js", "Script/Wire.js", "Script/sdk.d.ts",
            ]),

        // The wire.
        module("JOSE", ["Cryptography", "WireJSON"]),
        module("RequestSigning", ["Ambient", "Cryptography"]),
        module("ClickToPay", ["PhoneNumbers", "WireJSON"]),

        // What is kept.
        module("Vault", ["Ambient", "Cryptography", "WireJSON"]),
        module("Store", ["Ambient", "Vault"]),
        module("StoreSQLite", ["Ambient", "SQLite", "Store", "Vault"]),

        // The rules, and the use cases on top of them. No HTTP, no SQL.
        module("Tokenization", ["Ambient", "Store", "Vault"]),
        module("Directory", ["Ambient", "ClickToPay", "PhoneNumbers", "Store", "Tokenization", "Vault", "WireJSON"]),
        module(
            "Enrollment",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "JOSE", "PhoneNumbers", "Store", "TokenConnect",
                "Tokenization", "Vault", "WireJSON",
            ]),

        module(
            "TokenConnect",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "JOSE", "Store", "Tokenization", "Vault",
                "WireJSON",
            ]),
        module(
            "Verification",
            ["Ambient", "ClickToPay", "Cryptography", "JOSE", "PhoneNumbers", "Store", "Vault", "WireJSON"]),
        module(
            "Processing",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "JOSE", "Store", "Tokenization", "Vault",
                "WireJSON",
            ]),

        module(
            "Provisioning",
            [
                "Ambient", "ClickToPay", "Directory", "Enrollment", "JOSE", "PhoneNumbers", "Store", "TokenConnect",
                "Vault", "Verification",
            ]),

        module(
            "SignIn",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "Enrollment", "JOSE", "PhoneNumbers", "Store",
                "Vault", "Verification", "WireJSON",
            ]),

        module(
            "Checkout",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "Enrollment", "JOSE", "PhoneNumbers", "Store",
                "Tokenization", "Vault", "Verification", "WireJSON",
            ]),

        module(
            "Account",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "Enrollment", "JOSE", "PhoneNumbers", "SignIn",
                "Store", "Vault", "Verification",
            ]),

        // The network side: HTTP, configuration, assembly.
        module(
            "NetworkServer",
            [
                "Account", "Ambient", "BrowserKit", "Checkout", "ClickToPay", "Cryptography", "Directory", "Enrollment",
                "HTTPClient", "HTTPService", "JOSE", "MailClient", "Pages", "PhoneNumbers", "Processing",
                "Provisioning", "RequestSigning",
                "SignIn", "Store",
                "StoreSQLite",
                "TokenConnect", "Tokenization", "Vault", "Verification", "WireJSON",
            ]),

        // The issuer side: no server module below it.
        module(
            "IssuerKit",
            [
                "Ambient", "ClickToPay", "Cryptography", "HTTPClient", "JOSE", "PhoneNumbers", "RequestSigning",
                "SQLite", "WireJSON",
            ]),

        // A bank that was made up, as a web site: a client of the network like any other.
        module(
            "DemoBank",
            ["Ambient", "ClickToPay", "Cryptography", "HTTPService", "IssuerKit", "Pages", "PhoneNumbers", "SQLite"]),

        // A shop that was made up: pages that pay through the network, and a server that does what shops' servers do.
        module(
            "DemoShop",
            ["Ambient", "ClickToPay", "Cryptography", "HTTPService", "IssuerKit", "Pages", "SQLite", "WireJSON"],
            resources: ["Script/checkout.js"]),

        .executableTarget(
            name: "muster",
            dependencies: [
                "Ambient", "CGetopt", "ClickToPay", "Cryptography", "DemoBank", "DemoShop", "HTTPService", "IssuerKit",
                "JOSE",
                "NetworkServer", "PhoneNumbers", "RequestSigning", "Store", "StoreSQLite", "Vault", "Verification",
                "WireJSON",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "muster-bench",
            dependencies: [
                "Ambient", "ClickToPay", "Cryptography", "Enrollment", "HTTPClient", "IssuerKit", "JOSE",
                "NetworkServer", "RequestSigning", "SQLite", "Store", "StoreSQLite", "Vault", "WireJSON",
                "CBenchFloor",
            ],
            path: "Benchmarks/muster-bench", swiftSettings: strict),
        .target(name: "CBenchFloor", path: "Benchmarks/CBenchFloor", linkerSettings: [.linkedLibrary("crypto")]),

        tests("Ambient"),
        tests("Cryptography"),
        tests("SQLite"),
        tests("WireJSON"),
        tests("PhoneNumbers"),
        tests("HTTPService", ["HTTPClient"]),
        tests("HTTPClient", ["HTTPService"]),
        tests("MailClient", ["Ambient"]),
        tests("Pages", ["HTTPService"]),
        tests("JOSE", ["Cryptography", "WireJSON"], resources: [.copy("Vectors")]),
        tests("RequestSigning", ["Cryptography", "WireJSON"], resources: [.copy("Vectors")]),
        tests("ClickToPay", ["PhoneNumbers", "WireJSON"]),
        tests("Vault", ["Cryptography"]),
        .target(
            name: "StoreConformance", dependencies: ["Ambient", "Store", "Vault"], path: "Tests/StoreConformance",
            swiftSettings: strict),
        tests("StoreSQLite", ["Ambient", "SQLite", "Store", "StoreConformance", "Vault"]),
        tests("Tokenization", ["ClickToPay", "Store", "Vault"]),
        tests("Directory", ["ClickToPay", "Store", "StoreSQLite", "Vault", "WireJSON"]),
        tests(
            "Enrollment",
            [
                "ClickToPay", "Cryptography", "Directory", "JOSE", "SQLite", "Store", "StoreSQLite", "TokenConnect",
                "Tokenization", "Vault",
            ]),
        tests(
            "TokenConnect",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "JOSE", "Store", "StoreSQLite", "Vault",
                "WireJSON",
            ]),
        tests(
            "Processing",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "JOSE", "Store", "StoreSQLite", "Tokenization",
                "Vault", "WireJSON",
            ]),
        tests(
            "Checkout",
            [
                "Ambient", "ClickToPay", "Directory", "Enrollment", "JOSE", "PhoneNumbers", "Store", "StoreSQLite",
                "Tokenization", "Vault", "Verification", "WireJSON",
            ]),
        tests("Provisioning", ["ClickToPay", "JOSE", "PhoneNumbers", "Vault", "Verification"]),
        tests(
            "SignIn",
            [
                "Ambient", "ClickToPay", "Cryptography", "Directory", "Enrollment", "JOSE", "PhoneNumbers", "SQLite",
                "Store", "StoreSQLite", "Vault", "Verification", "WireJSON",
            ]),
        tests(
            "Account",
            [
                "Ambient", "ClickToPay", "Directory", "Enrollment", "PhoneNumbers", "SignIn", "Store", "StoreSQLite",
                "Vault", "Verification",
            ]),
        tests(
            "Verification",
            [
                "Ambient", "ClickToPay", "Cryptography", "JOSE", "PhoneNumbers", "Store", "StoreSQLite", "Vault",
                "WireJSON",
            ]),
        tests(
            "NetworkServer",
            [
                "Ambient", "BrowserKit", "Checkout", "ClickToPay", "Cryptography", "Directory", "HTTPClient",
                "HTTPService", "IssuerKit", "JOSE", "MailClient", "PhoneNumbers", "RequestSigning", "SignIn", "SQLite",
                "Store", "Vault", "Verification", "WireJSON",
            ]),
        tests("IssuerKit", ["Ambient", "ClickToPay", "Cryptography", "JOSE", "RequestSigning", "WireJSON"]),
        tests(
            "DemoBank",
            [
                "Ambient", "ClickToPay", "Cryptography", "HTTPClient", "HTTPService", "IssuerKit", "NetworkServer",
                "Pages", "RequestSigning", "SQLite", "Vault",
            ]),
        tests("BrowserKit", ["Cryptography", "JOSE", "WireJSON"]),
        tests(
            "DemoShop",
            [
                "Ambient", "ClickToPay", "Cryptography", "HTTPClient", "HTTPService", "IssuerKit", "JOSE", "Pages",
                "SQLite",
                "WireJSON",
            ]),
        .testTarget(name: "StyleTests", swiftSettings: strict),
        .testTarget(
            name: "BinaryTests",
            dependencies: [
                "muster", "AmbientTesting", "ClickToPay", "Cryptography", "HTTPClient", "IssuerKit", "JOSE",
                "RequestSigning", "SQLite", "WireJSON",
            ],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
