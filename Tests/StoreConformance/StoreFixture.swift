// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store

/// A place of one engine where stores live: a folder, or a schema of a database server. Empty at first.
public protocol StoreFixture: Sendable {
    /// Opens the registry, also beside another one that is open.
    func openRegistry() throws -> any RegistryStore

    /// Opens the inbox; the one that was open before has been closed.
    func openInbox() throws -> any InboxStore

    /// Opens the directories; the store that was open before has been closed.
    func openDirectory() throws -> any DirectoryStore

    /// What would be left if the machine lost power at this moment, opened as a place of its own. The stores that are
    /// open go on. Nil when the engine cannot tell.
    func afterPowerLoss() throws -> (any StoreFixture)?
}

/// One thing that every engine must do. A test runs each check on a fixture of its own.
public struct ConformanceCheck: Sendable, CustomStringConvertible {
    /// The goal, in one sentence.
    public let description: String
    /// Throws a `ConformanceFailure`, or what the store threw, when the engine does not do it.
    public let run: @Sendable (any StoreFixture) throws -> Void

    init(_ description: String, _ run: @escaping @Sendable (any StoreFixture) throws -> Void) {
        self.description = description
        self.run = run
    }

    /// Every check of the three stores, without the model test (see `checkAgainstModel`).
    public static let all =
        registry + applications + inbox + consumerRows + cardRows + lookUps + stagedCards + processor + records
        + notifications
        + receipts + verification + checkouts + signIns + cardIssuers + jobs + identifiers + views
}

/// What an engine did wrong.
public struct ConformanceFailure: Error, CustomStringConvertible {
    public var description: String
}

/// Fails unless `condition` holds.
func expect(
    _ condition: @autoclosure () throws -> Bool, _ goal: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) throws {
    if try !condition() { throw ConformanceFailure(description: "\(file):\(line): \(goal())") }
}

/// Fails unless both values are equal.
func expect<Value: Equatable>(
    _ found: @autoclosure () throws -> Value, equals wanted: @autoclosure () throws -> Value,
    _ goal: @autoclosure () -> String = "",
    file: StaticString = #fileID, line: UInt = #line
) throws {
    let (found, wanted) = (try found(), try wanted())
    if found != wanted {
        throw ConformanceFailure(description: "\(file):\(line): \(goal()) found \(found), wanted \(wanted)")
    }
}

/// Fails unless `body` throws a `StoreError` with this code.
func expect(
    _ code: StoreError.Code, _ goal: @autoclosure () -> String = "", file: StaticString = #fileID, line: UInt = #line,
    from body: () throws -> Void
) throws {
    do {
        try body()
    } catch let error as StoreError where error.code == code {
        return
    } catch {
        throw ConformanceFailure(description: "\(file):\(line): \(goal()) threw \(error), wanted \(code.name)")
    }
    throw ConformanceFailure(description: "\(file):\(line): \(goal()) threw nothing, wanted \(code.name)")
}
