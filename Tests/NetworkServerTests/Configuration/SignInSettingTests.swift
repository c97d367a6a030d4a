// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Testing
import WireJSON

@testable import NetworkServer

/// The numbers of checkout 7 that are about tokens and look-ups are settings.
@Suite("sign-in settings") struct SignInSettingTests {
    @Test("a number out of its range stops the start, by its option's name")
    func ranges() throws {
        try ServerConfiguration().validate()
        for setting in SignInSetting.all {
            for bad in [setting.range.lowerBound - 1, setting.range.upperBound + 1] {
                var configuration = ServerConfiguration()
                setting.set(bad, in: &configuration)
                #expect(setting.value(configuration) == bad)
                let error = #expect(throws: ConfigurationError.self) { try configuration.validate() }
                #expect(error?.setting == "--" + setting.name)
            }
        }
    }

    @Test("an ID token and a remembered browser are over when the settings say so")
    func lives() throws {
        let server = try RunningServer {
            $0.idTokenSeconds = 60
            $0.recognitionSeconds = 3600
        }
        let shop = try Shop(server)
        _ = try server.enroll(server.a)
        let tokens = try shop.signIn("ada@example.test", Shop.rememberMe)
        let token = try #require(tokens.recognition)
        func recognized() throws -> Bool? { try shop.recognize([token]).json?["recognized"]?.boolean }
        server.clock.advance(by: .seconds(59))
        #expect(try shop.profiles([tokens.idToken]).status == 200)
        server.clock.advance(by: .seconds(1))
        #expect(try shop.profiles([tokens.idToken]).refused(401, "AUTH_INVALID"))
        server.clock.advance(by: .seconds(3539))
        #expect(try recognized() == true)
        server.clock.advance(by: .seconds(1))
        #expect(try recognized() == false)
    }
}
