// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

extension BinaryTests {
    /// The pages in a real browser. Pictures of every page are in `.build/screenshots` afterwards.
    @Suite struct BrowserTests {
        @Test("Consumers go from the bank to the result and back in Chromium; whatever is wrong leads nowhere (10.3).")
        func provision() async throws {
            // At the same time: a browser is mostly one thread.
            async let desktop: Void = walk("desktop")
            async let phone: Void = walk("phone")
            _ = try await (desktop, phone)
        }

        @Test("People pay at the demo shop in Chromium by the network's script, known and unknown (checkout 5, 6.2).")
        func shop() async throws {
            async let desktop: Void = buy("desktop")
            async let phone: Void = buy("phone")
            _ = try await (desktop, phone)
        }

        @Test("Consumers look after their cards, browsers and data in Chromium, and leave (checkout 5.6, 5.8).")
        func account() async throws {
            async let desktop: Void = visit("desktop")
            async let phone: Void = visit("phone")
            _ = try await (desktop, phone)
        }

        private func visit(_ viewport: String) async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge(
                "browser/account.py", viewport, sandbox.profile, Places.muster(), sandbox.server.data,
                Places.screenshots("account-" + viewport))
        }

        @Test("Shops have their consumers signed in on the network's own page, in a window and in their own (5.4).")
        func authentication() async throws {
            async let desktop: Void = signIn("desktop")
            async let phone: Void = signIn("phone")
            _ = try await (desktop, phone)
        }

        private func signIn(_ viewport: String) async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge(
                "browser/authentication.py", viewport, sandbox.profile, Places.muster(), sandbox.server.data,
                Places.screenshots("authentication-" + viewport))
        }

        private func buy(_ viewport: String) async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge(
                "browser/shop.py", viewport, sandbox.profile, Places.muster(), sandbox.server.data,
                Places.screenshots("shop-" + viewport))
        }

        private func walk(_ viewport: String) async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge(
                "browser/provision.py", viewport, sandbox.profile, Places.muster(), sandbox.server.data,
                Places.screenshots(viewport))
        }
    }
}
