// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

/// What the jobs of a `GroupCommitter` write through. It belongs to the committer's thread.
protocol JobWriter: AnyObject, SendableMetatype {
    var connection: Connection { get }

    /// The first write of the running job that failed. The job is lost then, even if it catches the error and goes on:
    /// a bulk write may have stopped half way.
    var failure: StoreError? { get set }

    /// Runs last in every transaction.
    func finishTransaction() throws
}
