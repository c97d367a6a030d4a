// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import Testing

@testable internal import muster

/// The commands of push provisioning that ask no server, in this process.
@Suite("Push commands")
struct PushCommandTests {
    private static let receipt = "MCC-STL-04FB7337-2308-4312-9433-C608BC1C391B"
    private static let published =
        "https://src.mastercard.com/provision?pushAccountReceipts=" + receipt
        + "&accountHolderDataSupplied=true&locale=en_US&completeIssuerAppActivation=false"
        + "&completeWebsiteActivation=false&extFlow=true"
        + "&callbackURL=https%3A%2F%2Fpartnerbank.com%2Ftokenization-results"
    private static let options = [
        "--locale", "en_US", "--holder-data", "--callback", "https://partnerbank.com/tokenization-results",
    ]

    private func push(
        _ arguments: String..., more: [String] = [], input: String = ""
    ) -> (code: ExitCode, output: String, errors: String) {
        let console = Console(input: .memory(Array(input.utf8)), output: .memory, errors: .memory)
        let dispatcher = Dispatcher(
            commands: CommandRegistry.commands, console: console, environment: [:], version: "")
        let code = dispatcher.run(["push"] + arguments + more)
        return (code, console.capturedText.output, console.capturedText.errors)
    }

    @Test("The published link is built from a receipt and from an answer, and the signed one from a signature")
    func redirect() throws {
        let parts = push(
            "redirect", "--uri", "https://src.mastercard.com/provision", "--receipt", Self.receipt, more: Self.options)
        #expect(parts.code == .done && parts.output == Self.published + "\n" && parts.errors.isEmpty)
        let answer =
            #"{"pushAccountReceipts":[{"pushAccountId":"a","pushAccountReceipt":"\#(Self.receipt)"}],"#
            + #""availablePushMethods":[{"type":"WEB","uri":"https://src.mastercard.com/provision"}],"#
            + #""tokenRequestorSignatureSupport":true,"signature":"YQ.YQ.YQ"}"#
        let signed = push("redirect", "--response", "-", input: answer)
        #expect(
            signed.output == "https://src.mastercard.com/provision?pushAccountData=YQ.YQ.YQ&extFlow=true\n")
        let plain = push("redirect", "--response", "-", "--form", "plain", more: Self.options, input: answer)
        #expect(plain.output == Self.published + "\n")
        let bare = push("redirect", "--response", "-", "--no-remember", "--app-activation", input: answer)
        #expect(
            bare.output
                == "https://src.mastercard.com/provision?pushAccountData=YQ.YQ.YQ&completeIssuerAppActivation=true\n")
        #expect(bare.errors.contains("extFlow"))
        let json = push("redirect", "--response", "-", "--json", input: answer)
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(
            object?["form"] as? String == "signed" && object?["redirect"] as? String == signed.output.dropLast() + "")
    }

    @Test("What cannot be built ends with 2 and says why, without the value")
    func refusedRedirects() {
        let uri = ["--uri", "https://src.mastercard.com/provision"]
        for (arguments, names) in [
            ([], "--response"), (uri, "--receipt"),
            (uri + ["--receipt", "secret_1", "--locale", "en_US"], "--receipt"),
            (uri + ["--receipt", "A"], "--locale"), (uri + ["--receipt", "A", "--locale", "secret"], "--locale"),
            (uri + ["--receipt", "A", "--locale", "en_US", "--callback", "javascript:secret"], "--callback"),
            (uri + ["--receipt", "A", "--locale", "en_US", "--form", "signed"], "signature"),
            (uri + ["--signature", "secret"], "pushAccountData"),
            (["--uri", "http://secret.example/provision", "--receipt", "A", "--locale", "en_US"], "https"),
            (["--response", "-"], "answer to a push"), (["--response", "-", "--receipt", "A"], "--receipt"),
            (["--response", "/no/such/file"], "/no/such/file"),
        ] {
            let outcome = push("redirect", more: arguments, input: "secret")
            #expect(outcome.code == .usage && outcome.output.isEmpty, "\(arguments)")
            #expect(outcome.errors.contains(names) && !outcome.errors.contains("secret"), "\(outcome.errors)")
        }
    }

    @Test("A link is explained from the command line and from standard input; the exit code says whether it is good")
    func explain() throws {
        let good = push("explain", Self.published)
        #expect(good.code == .done && good.output.contains("Nothing is wrong with it."))
        #expect(push("explain", "-", input: Self.published + "\n").output == good.output)
        let bad = push("explain", "https://a.example/?x=5120340000000004")
        #expect(bad.code == .failedRecords && !bad.output.contains("5120340000000004"))
        let json = push("explain", Self.published, "--json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
        #expect(object?["kind"] as? String == "plain-redirect" && object?["good"] as? Bool == true)
        let key = push("explain", Self.published, "--key", "/no/such/key")
        #expect(key.code == .usage && key.errors.contains("/no/such/key"))
    }

    @Test("The page on push provisioning: the commands that ask no server do what it says")
    func page() throws {
        let page = try String(
            contentsOf: Places.root.appendingPathComponent("docs/push-provisioning.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```sh\n").first { $0.contains("> link.txt") })
        let command = block.components(separatedBy: " > link.txt")[0].replacing("\\\n", with: " ")
        let words = command.split(separator: " ").map(String.init)
        #expect(words.prefix(3) == ["muster", "push", "redirect"])
        let outcome = push("redirect", more: Array(words.dropFirst(3)))
        #expect(outcome.code == .done && outcome.output == Self.published + "\n", "\(outcome.errors)")
    }
}
