// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import BrowserKit

/// What the program hands out as the script of shops' pages.
@Suite struct BrowserKitTests {
    private let script = String(decoding: BrowserKit.script, as: UTF8.self)
    private let types = String(decoding: BrowserKit.types, as: UTF8.self)

    @Test(
        "The script has every name of the unified library and every low-level one, and the types say the same.",
        arguments: [
            "init", "getCards", "idLookup", "initiateValidation", "validate", "authenticate", "encryptCard",
            "checkoutWithCard", "checkoutWithNewCard", "signOut", "identityLookup", "initiateIdentityValidation",
            "completeIdentityValidation", "isRecognized", "getSrcProfile", "checkout", "unbindAppInstance",
            "getPreProvisionedCards", "claimPreProvisionedCard",
        ])
    func names(name: String) {
        #expect(script.contains("\n  async \(name)(") || script.contains("\n  \(name)("))
        #expect(types.contains("\n  \(name)("))
    }

    @Test("It is one module: nothing is imported, two names leave it, and nobody is called but the network.")
    func module() {
        #expect(!script.contains("import \"") && !script.contains("} from "))
        #expect(script.components(separatedBy: "\nexport ").count == 3)
        #expect(!script.contains("http://") && script.components(separatedBy: "fetch(").count == 2)
        #expect(!script.contains("eval(") && !script.contains("innerHTML"))
    }

    @Test("Its name changes with its content.")
    func fingerprint() {
        #expect(BrowserKit.scriptFingerprint.utf8.count == 16)
        #expect(BrowserKit.scriptFingerprint != BrowserKit.typesFingerprint)
    }
}
