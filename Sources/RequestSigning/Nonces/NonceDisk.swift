// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Synchronization

/// The directory of a nonce store: its lock, its state and its journal.
final class NonceDisk: Sendable {
    let journal: NonceJournal
    private let files: NonceFiles
    private let state: Mutex<NonceState>
    /// Held, and with it the lock, for the life of the store.
    private let lock: NonceFileHandle

    /// Opens the directory and settles from which timestamp on its entries can be relied on.
    init(files: NonceFiles, now: Int, window: Int, bootID: [UInt8]?) throws(RequestSigningError) {
        try files.makeDirectory()
        lock = try files.lock("lock")
        let journal = NonceJournal(files: files)
        let known = files.content(of: NonceState.fileName, bytesMax: NonceState.bytesCount)
        let minutes = try journal.minutesOnDisk()
        let names = try files.names()
        let isNew = minutes.isEmpty && !names.contains(NonceState.fileName)
        var state: NonceState
        if let known, let read = NonceState(known, checksum: SHA256.hash) {
            state = read
            // Without a boot id (nil) it is unknown whether the machine went down, so that the worst is assumed.
            if bootID != read.bootID, !read.isClosed {
                state.refusedBefore = max(read.refusedBefore, now + read.aheadSeconds)
                state.aheadSeconds = 0
            }
        } else {
            state = NonceState(key: Random.bytes(NonceState.keyBytes))
            // Entries under a lost key say nothing, nor is it known how far ahead of the clock they were.
            if !isNew {
                state.refusedBefore = now + window
                try journal.removeAll()
            }
        }
        state.bootID = bootID ?? []
        state.isClosed = false
        try files.replace(NonceState.fileName, with: state.encoded(checksum: SHA256.hash))
        self.state = Mutex(state)
        self.files = files
        self.journal = journal
    }

    /// Syncs everything and notes that nothing is missing.
    func close() throws(RequestSigningError) {
        try journal.sync()
        try update { $0.isClosed = true }
    }

    var currentState: NonceState { state.withLock { $0 } }

    /// Changes the state and has it on disk, synced, before it returns.
    func update(_ change: (inout NonceState) -> Void) throws(RequestSigningError) {
        try state.withLock { state throws(RequestSigningError) in
            var next = state
            change(&next)
            guard next != state else { return }
            try files.replace(NonceState.fileName, with: next.encoded(checksum: SHA256.hash))
            state = next
        }
    }
}
