// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Cryptography
internal import Synchronization

/// The replay cache: which nonces have been used (security 2.6).
///
/// **What it promises.** A (consumer key, nonce) pair that was answered with `.inserted` is not answered so again while
/// its request could still pass the timestamp check. Entries lie in buckets by the minute of the request's own
/// timestamp and are kept until that minute is two windows old; a nonce is looked up among all of them, so that it is
/// unique whatever timestamp it comes with. A full store refuses; it never forgets an entry early.
///
/// **What survives.** With a directory, an entry is on its way to the disk (write(2), no sync) before `.inserted` is
/// given, so the end of the process loses nothing, `kill -9` included. When the *machine* goes down, entries of the
/// last seconds may be lost. The store notices by the kernel's boot id and then refuses timestamps before the instant
/// of opening, plus what accepted requests have been ahead of the clock. Well-kept clocks do not notice, and after
/// `close()` nobody does. The same is done when the clock is found set back by more than a window, or when the store's
/// own state is unreadable.
///
/// **How an entry looks.** 64 bits of HMAC-SHA-256 under a key that is drawn once per store and kept with it. It must
/// be keyed, so that nobody can choose nonces that collide or that crowd one spot of the table, and it must be the same
/// after a restart, which rules out Swift's own hasher. The 0.2 µs are small beside the signature's 16.
public final class NonceStore: Sendable {
    /// What became of a nonce.
    public enum Outcome: Sendable, Hashable {
        /// It is new and now recorded: go on.
        case inserted
        /// It has been used: a replay.
        case seen
        /// There is no room left. Refuse the request; room returns as entries grow old.
        case full
        /// The timestamp is not one whose nonces are known for sure.
        case outsideWindow
        /// It could not be written to disk. Refuse the request.
        case unavailable
    }

    /// Sizes of a store.
    public struct Settings: Sendable {
        /// How far a timestamp may be from the clock, in seconds: 1 to 3600.
        public var windowSeconds = 300
        /// The most entries, 11 bytes of memory each when full. 4 million are 4,400 requests a second for 15 minutes.
        /// They are divided evenly over 64 shards, so that the first refusal comes at about 98 % of it.
        public var capacity = 4_000_000

        public init() {}
    }

    private final class Shard: Sendable {
        let table: Mutex<NonceTable>

        init(capacity: Int) {
            table = Mutex(NonceTable(capacity: capacity))
        }
    }

    /// How far a timestamp may be from the clock, in seconds.
    public var windowSeconds: Int { window }
    private let window: Int
    private let clock: any WallClock
    private let shards: [Shard]
    private let disk: NonceDisk?
    private let hash: HMACKey
    /// The latest instant seen, in Unix seconds; what is too old is decided by it.
    private let latest: Atomic<Int>
    private let refusedBefore = Atomic(0)
    private let aheadSeconds = Atomic(0)
    /// The oldest minute whose file has not been deleted.
    private let sweptFloor = Atomic(Int.min)
    private let restarting = Mutex(())
    private let isClosed = Atomic(false)

    /// Opens the store in a directory, which is made when it is missing and then locked against other processes.
    /// Without a directory nothing survives the process: for tests and for tools that check one request.
    public convenience init(
        directory: String?, settings: Settings = Settings(), clock: any WallClock
    ) throws(RequestSigningError) {
        try self.init(
            files: directory.map(NonceFiles.init), settings: settings, clock: clock, bootID: NonceFiles.bootID())
    }

    init(
        files: NonceFiles?, settings: Settings, clock: any WallClock, bootID: [UInt8]?
    ) throws(RequestSigningError) {
        precondition(1...3600 ~= settings.windowSeconds && settings.capacity > 0, "a store's sizes are positive")
        window = settings.windowSeconds
        self.clock = clock
        let shardsCount = settings.capacity < 65_536 ? 1 : 64
        let capacity = (settings.capacity + shardsCount - 1) / shardsCount
        shards = (0..<shardsCount).map { _ in Shard(capacity: capacity) }
        let now = Int(clock.now.seconds)
        latest = Atomic(now)
        guard let files else {
            disk = nil
            hash = HMACKey(Random.bytes(NonceState.keyBytes))
            return
        }
        let disk = try NonceDisk(files: files, now: now, window: window, bootID: bootID)
        self.disk = disk
        let state = disk.currentState
        hash = HMACKey(state.key)
        aheadSeconds.store(state.aheadSeconds, ordering: .relaxed)
        refusedBefore.store(state.refusedBefore, ordering: .relaxed)
        try load(disk, now: now)
    }

    /// The number of entries, those included that are too old but have not been swept out yet.
    public var count: Int {
        shards.reduce(0) { $0 + $1.table.withLock { $0.count } }
    }

    /// Records the nonce of a request whose signature has been verified, unless it is there already. Of any number of
    /// threads with the same nonce exactly one is given `.inserted`.
    public func insert(consumerKey: String, nonce: String, timestamp: Int64) -> Outcome {
        let now = Int(clock.now.seconds)
        guard !isClosed.load(ordering: .acquiring), followClock(now) else { return .unavailable }
        let floor = floor(at: latest.load(ordering: .acquiring))
        guard timestamp <= now + window, timestamp >= refusedBefore.load(ordering: .acquiring) else {
            return .outsideWindow
        }
        let minute = Self.minute(Int(timestamp))
        guard minute >= floor else { return .outsideWindow }
        guard noteAhead(Int(timestamp) - now) else { return .unavailable }
        let tag = tag(consumerKey, nonce)
        let shard = shards[Int(truncatingIfNeeded: tag) & (shards.count - 1)]
        switch shard.table.withLock({ $0.insert(tag, minute: minute, floor: floor) }) {
        case .seen: return .seen
        case .full: return .full
        case .tooOld: return .outsideWindow
        case .inserted:
            guard let disk else { return .inserted }
            deleteExpiredFiles(disk, floor)
            return disk.journal.record(tag, minute: minute) ? .inserted : .unavailable
        }
    }

    /// Syncs everything, so that the next opening has nothing to refuse even when the machine is restarted in between.
    /// To be called at an orderly stop, when no request is being verified any more; later ones are refused.
    public func close() throws(RequestSigningError) {
        guard !isClosed.exchange(true, ordering: .acquiringAndReleasing) else { return }
        try disk?.close()
    }

    /// Forgets everything, with no protection against replays of what came before: for a sandbox whose clock is set.
    public func reset() throws(RequestSigningError) {
        try startAfresh(now: Int(clock.now.seconds), refusedBefore: 0)
    }

    /// Reads what an earlier process wrote.
    private func load(_ disk: NonceDisk, now: Int) throws(RequestSigningError) {
        let minutes = try disk.journal.minutesOnDisk()
        // A bucket's minute was at most one window ahead of the clock of its day.
        let lastKnown = max(now, (minutes.max() ?? 0) * 60 - window)
        latest.store(lastKnown, ordering: .releasing)
        let floor = floor(at: lastKnown)
        for minute in minutes {
            if minute < floor {
                disk.journal.delete(minute: minute)
                continue
            }
            try disk.journal.load(minute: minute) { tag in
                let shard = shards[Int(truncatingIfNeeded: tag) & (shards.count - 1)]
                _ = shard.table.withLock { $0.insert(tag, minute: minute, floor: floor, ignoringCapacity: true) }
            }
        }
    }

    /// Moves `latest` on, or starts afresh when the clock has been set back so far that forgotten minutes would count
    /// as present again. False when that could not be written.
    private func followClock(_ now: Int) -> Bool {
        let latest = latest.load(ordering: .acquiring)
        if now > latest {
            self.latest.max(now, ordering: .acquiringAndReleasing)
        } else if now < latest - window {
            return restarting.withLock { _ in
                // Another thread may have done it meanwhile; doing it again would forget what came in since.
                guard now < self.latest.load(ordering: .acquiring) - window else { return true }
                let refusedBefore = now + aheadSeconds.load(ordering: .relaxed)
                return (try? startAfresh(now: now, refusedBefore: refusedBefore)) != nil
            }
        }
        return true
    }

    private func startAfresh(now: Int, refusedBefore instant: Int) throws(RequestSigningError) {
        refusedBefore.store(instant, ordering: .releasing)
        if let disk {
            try disk.update { $0.refusedBefore = instant }
            try disk.journal.removeAll()
        }
        for shard in shards { shard.table.withLock { $0.clear() } }
        sweptFloor.store(.min, ordering: .relaxed)
        latest.store(now, ordering: .releasing)
    }

    /// Remembers how far timestamps run ahead of the clock. It is written in steps of powers of two (at most the
    /// window), hence a dozen times in the life of a store, and before the request counts as accepted.
    private func noteAhead(_ seconds: Int) -> Bool {
        guard seconds > aheadSeconds.load(ordering: .acquiring) else { return true }
        var step = 1
        while step < seconds { step *= 2 }
        step = min(step, window)
        if let disk {
            guard (try? disk.update { $0.aheadSeconds = max($0.aheadSeconds, step) }) != nil else { return false }
        }
        aheadSeconds.max(step, ordering: .acquiringAndReleasing)
        return true
    }

    private func deleteExpiredFiles(_ disk: NonceDisk, _ floor: Int) {
        let swept = sweptFloor.load(ordering: .relaxed)
        guard floor > swept,
            sweptFloor.compareExchange(expected: swept, desired: floor, ordering: .relaxed).exchanged
        else { return }
        disk.journal.remove(before: floor)
    }

    /// The oldest live minute: its last second is less than two windows old.
    private func floor(at now: Int) -> Int { Self.minute(now - 2 * window) }

    private static func minute(_ seconds: Int) -> Int {
        seconds >= 0 ? seconds / 60 : (seconds - 59) / 60
    }

    private func tag(_ consumerKey: String, _ nonce: String) -> UInt64 {
        // Neither part can hold a zero byte, so the two cannot run into each other.
        var message: [UInt8] = []
        message.reserveCapacity(192)
        message.append(contentsOf: consumerKey.utf8)
        message.append(0)
        message.append(contentsOf: nonce.utf8)
        var code: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        message.withUnsafeBytes { message in
            withUnsafeMutableBytes(of: &code) { hash.code(for: message, into: $0) }
        }
        return max(1, code.0.littleEndian)
    }
}
