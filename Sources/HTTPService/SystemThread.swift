// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CMicroHTTPD
internal import Glibc

/// A thread of the operating system. Signals stay with the other threads of the process.
final class SystemThread: Sendable {
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private let handle: pthread_t

    /// Starts `body`; nil when the system gives no thread. The first 15 bytes of `name` show in its tools.
    init?(name: String, _ body: @escaping @Sendable () -> Void) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var thread = pthread_t()
        let result = SystemThread.withoutSignals {
            pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                    muster_name_thread(String(start.name.prefix(15)))
                    start.body()
                    return nil
                }, start.toOpaque())
        }
        guard result == 0 else {
            start.release()
            return nil
        }
        handle = thread
    }

    /// Waits for the end of the thread; to be called once.
    func join() {
        pthread_join(handle, nil)
    }

    /// Runs `body` with all signals blocked, so that threads made in it have them blocked too.
    static func withoutSignals<R>(_ body: () -> R) -> R {
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return body()
    }
}
