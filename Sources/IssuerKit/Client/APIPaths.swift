// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The paths that no public document of the network names, below the profile's `baseURL`, and those whose version may
/// change. Everything else that the client sends is documented. Should the network's own differ, the member `paths` of
/// the profile says so, and no code changes (enrollment 7.2, 8.2, 9.2, 12.2, processing 2, 10.3, token-connect 2).
public struct APIPaths: Sendable, Equatable {
    /// Where batches are posted.
    public var batch = "/cards/batch"
    /// Where a batch is asked for; `{batchId}` stands for its id.
    public var batchStatus = "/cards/batch/status/{batchId}"
    /// Where batches to be staged are posted.
    public var preProvisioning = "/cards/batch/pre-provisioning"
    /// The parent of the second generation's calls; `{directoryId}` stands for the profile's.
    public var directory = "/directories/{directoryId}"
    /// The parent of the customer service API's calls, at the origin of `baseURL` and not below it; `{directoryId}`
    /// stands for the integration id.
    public var customerService = "/mdes/csapi/{directoryId}"
    /// The parent of the processor's calls for cards that are not seen, at the origin of `baseURL`.
    public var processing = "/global-processing/digital"
    /// The parent of card management's calls, at the origin of `baseURL`.
    public var cardManagement = "/global-processing/core"
    /// The parent of Token Connect's calls, below the profile's `mdesURL`.
    public var tokenConnect = "/connect/1/0"
    /// The parent of the logos, below the profile's `mdesURL`.
    public var issuerAssets = "/issuer-assets/1/0"

    public init() {}

    private static var members: [(name: StaticString, place: WritableKeyPath<APIPaths, String>)] {
        [
            ("batch", \.batch), ("batchStatus", \.batchStatus), ("preProvisioning", \.preProvisioning),
            ("directory", \.directory), ("customerService", \.customerService),
            ("processing", \.processing), ("cardManagement", \.cardManagement),
            ("tokenConnect", \.tokenConnect), ("issuerAssets", \.issuerAssets),
        ]
    }

    /// Reads the member of a profile; what is not there stays as it is.
    ///
    /// - Throws: a sentence that says what is wrong with it.
    init(_ value: JSONValue?) throws(Fault) {
        guard let value, !value.isNull else { return }
        guard value.kind == .object else { throw Fault(message: "paths must be an object") }
        var known = 0
        for (name, place) in Self.members {
            guard let member = value[name] else { continue }
            known += 1
            let original = self[keyPath: place]
            guard let path = member.string, path.hasPrefix("/"), !path.hasSuffix("/"),
                path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }),
                Self.placeholder(of: path) == Self.placeholder(of: original)
            else { throw Fault(message: "paths.\(name) must be a path like \(original)") }
            self[keyPath: place] = path
        }
        if known != value.count { throw Fault(message: "paths has a member that is not known") }
    }

    /// What is wrong with a profile's paths.
    struct Fault: Error {
        var message: String
    }

    /// The members that differ from what is usual, for a profile's file.
    func write(to writer: inout JSONWriter) {
        let usual = APIPaths()
        guard self != usual else { return }
        writer.object("paths") { writer in
            for (name, place) in Self.members where self[keyPath: place] != usual[keyPath: place] {
                writer.member(name, self[keyPath: place])
            }
        }
    }

    /// The `{name}` of a path, empty when it has none.
    private static func placeholder(of path: String) -> Substring {
        guard let start = path.firstIndex(of: "{") else { return "" }
        return path[start...].prefix { $0 != "/" }
    }

    /// A path with its one placeholder filled in.
    static func fill(_ path: String, with id: String) -> String {
        guard let start = path.firstIndex(of: "{"), let end = path.firstIndex(of: "}") else { return path }
        return path[..<start] + id + path[path.index(after: end)...]
    }
}
