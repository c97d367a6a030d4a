// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

extension BinaryTests {
    /// Clients that share no code with the product, against the running server.
    @Suite struct OracleTests {
        @Test("The network's published signer and encryption library enroll, poll, read, update and delete.")
        func publishedClient() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(120, seed: 11)
            try await sandbox.judge("published_client.py", sandbox.profile, portfolio)
        }

        @Test("The tools for payloads and signatures agree with other implementations, there and back.")
        func tools() async throws {
            let outcome = try await ProgramRun.run([
                try Places.python(), Places.oracle("tools.py"), try Places.muster(),
            ])
            #expect(outcome.status == 0, "\(outcome)")
        }

        @Test("A network of published libraries takes, opens and signs what the commands on push provisioning send.")
        func pushCard() async throws {
            let outcome = try await ProgramRun.run([
                try Places.python(), Places.oracle("push_card.py"), try Places.muster(),
            ])
            #expect(outcome.status == 0, "\(outcome)")
        }

        @Test("A client of nothing but a shell, openssl and curl enrolls a card and reads it.")
        func openSSLClient() async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge("openssl_client.sh", sandbox.profile)
        }

        @Test("Everything a caller can get wrong has the contract's answer, without echo, and the server goes on.")
        func badInput() async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge("bad_input.py", sandbox.profile)
            #expect(sandbox.server.isRunning)
        }

        @Test("Calls made up from the API description find no 5xx and no answer that it does not describe.")
        func fuzz() async throws {
            let sandbox = try await Sandbox()
            // With everything that a program may have: card management, but not of the range that is enrolled here.
            let set = try await ProgramRun.muster(
                "issuer", "set", "--data", sandbox.server.data, "cardProducts=DEMO_DEBIT:518601",
                "flexibleIdentities=true")
            #expect(set.status == 0, "\(set)")
            try await sandbox.followSettings()
            try await sandbox.judge("fuzz_api.py", sandbox.profile, "40")
            #expect(sandbox.server.isRunning)
        }

        @Test("An issuer's own decision point checks, opens and decides what it is asked; nobody is asked needlessly.")
        func issuerDecides() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(60, seed: 31)
            try await sandbox.judge(
                "issuer_decides.py", sandbox.profile, portfolio, try Places.muster(), sandbox.server.data)
        }

        @Test("Published libraries push cards, jwcrypto verifies, and no file holds a card or receipt in clear.")
        func tokenConnect() async throws {
            let sandbox = try await Sandbox(options: ["--log-level", "debug"])
            let other = try await sandbox.onboard("Other Bank", to: sandbox.folder.file("other.json"))
            let pushed = sandbox.folder.file("pushed.csv")
            try await sandbox.judge("token_connect.py", sandbox.profile, other, pushed)
            let logs = try sandbox.folder.write(sandbox.server.logs, to: "logs")
            try await sandbox.judge("canary.py", pushed, sandbox.server.data, logs)
        }

        @Test("A shop of nothing but jwcrypto checks out, opens what it gets, and finds nothing of it in any file.")
        func checkout() async throws {
            let sandbox = try await Sandbox(options: ["--log-level", "debug"])
            let shop = sandbox.folder.file("shop.json")
            let made = try await ProgramRun.muster(
                "merchant", "create", "--data", sandbox.server.data, "--name", "Corner Shop", "--origin",
                "https://shop.example", "--out", shop, "--base-url", sandbox.server.url)
            try #require(made.status == 0, "\(made)")
            try await sandbox.followSettings()
            let typed = sandbox.folder.file("typed.csv")
            try await sandbox.judge("checkout.py", shop, typed)
            let logs = try sandbox.folder.write(sandbox.server.logs, to: "logs")
            try await sandbox.judge("canary.py", typed, sandbox.server.data, logs)
        }

        @Test("What an operator sets for a shop is what the shop meets at once; jwcrypto opens both encryptions.")
        func merchantSettings() async throws {
            let sandbox = try await Sandbox()
            let shop = sandbox.folder.file("shop.json")
            let made = try await ProgramRun.muster(
                "merchant", "create", "--data", sandbox.server.data, "--name", "Corner Shop", "--origin",
                "https://shop.example", "--out", shop, "--base-url", sandbox.server.url, "--set",
                "payloadEncryption=A256GCM")
            try #require(made.status == 0, "\(made)")
            try await sandbox.followSettings()
            try await sandbox.judge("merchant_settings.py", shop, Places.muster(), sandbox.server.data)
        }

        @Test("An issuer that sees no card number has cards made, enrolls them and manages their tokens.")
        func processor() async throws {
            let sandbox = try await Sandbox()
            let other = try await sandbox.onboard("Other Bank", to: sandbox.folder.file("other.json"))
            try await sandbox.judge(
                "processor.py", sandbox.profile, other, Places.muster(), sandbox.server.data)
        }

        @Test("Cards are enrolled by the processor's ids, and no card number reaches the issuer's process.")
        func unseen() async throws {
            let sandbox = try await Sandbox()
            try await sandbox.judge("unseen.py", sandbox.profile, Places.muster(), sandbox.server.data)
        }

        @Test("Every entry of the contract's acceptance list and its rules holds (18.3, items 1 to 6; 13.2).")
        func acceptance() async throws {
            let sandbox = try await Sandbox()
            let other = try await sandbox.onboard("Other Bank", to: sandbox.folder.file("other.json"))
            try await sandbox.judge(
                "acceptance.py", sandbox.profile, other, Places.muster(), sandbox.server.data)
        }

        @Test("A shop in Python signs consumers in; jwcrypto judges the tokens by the published keys.")
        func signIn() async throws {
            let sandbox = try await Sandbox()
            let shop = try await sandbox.openShop("Shop", to: sandbox.folder.file("shop.json"))
            let other = try await sandbox.openShop("Other", to: sandbox.folder.file("other-shop.json"))
            try await sandbox.followSettings()
            let portfolio = try await sandbox.portfolio(12, seed: 41)
            try await sandbox.judge("sign_in.py", sandbox.profile, shop, other, portfolio)
        }

        @Test("Another issuer's ids, batches and service are invisible on every route.")
        func tenants() async throws {
            let sandbox = try await Sandbox()
            let other = try await sandbox.onboard("Other Bank", to: sandbox.folder.file("other.json"))
            let ours = try await sandbox.portfolio(12, seed: 21, name: "ours.csv")
            let theirs = try await sandbox.portfolio(24, seed: 22, name: "theirs.csv")
            try await sandbox.judge("tenants.py", sandbox.profile, other, ours, theirs)
        }
    }
}
