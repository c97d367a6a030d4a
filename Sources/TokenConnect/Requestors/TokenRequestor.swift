// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// Somebody to whom cards can be pushed (token-connect 3.2).
public struct TokenRequestor: Sendable {
    /// 11 digits.
    var id: String
    /// The legal name.
    var name: String
    var consumerFacingEntityName: String
    /// Its logo; nil: it has none.
    var imageAssetId: String?
    /// Cards in one push at most.
    var accountsMax: Int
    /// What of the holder's data it takes.
    var supportedAccountHolderData: [String]
    /// The page that a pushed card is taken to: a whole URL, or a path on this server.
    var page: String

    /// Click to Pay: one card in a push, in a browser, with all of the holder's data (token-connect 1).
    static let clickToPay = TokenRequestor(
        id: TokenRequestorID.clickToPay.value, name: TokenRequestorID.clickToPayWalletName,
        consumerFacingEntityName: "Click to Pay",
        imageAssetId: ClickToPayLogo.asset.id, accountsMax: 1,
        supportedAccountHolderData: ["NAME", "ADDRESS", "EMAIL_ADDRESS", "MOBILE_PHONE_NUMBER"], page: "/provision")

    static func all(isSandbox: Bool) -> [TokenRequestor] {
        [clickToPay] + (isSandbox ? [SandboxPush.wallet] : [])
    }

    /// - Parameters:
    ///   - ranges: those of the requested ranges that the requestor may use, as numbers of 19 digits.
    ///   - origin: of this server, such as `https://host`.
    func write(enabledAccountRanges ranges: [String], origin: String, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("tokenRequestorId", id)
            writer.member("name", name)
            writer.member("consumerFacingEntityName", consumerFacingEntityName)
            writer.member("imageAssetId", imageAssetId)
            writer.member("tokenRequestorType", "WALLET")
            writer.array("enabledAccountRanges") { writer in
                // Numbers that no double holds: they are written digit for digit.
                for range in ranges { writer.raw(range.utf8) }
            }
            writer.member("supportedPushMethods", ["WEB"])
            writer.member("supportsMultiplePushedCards", accountsMax > 1)
            writer.member("supportedAccountHolderData", supportedAccountHolderData)
            writer.member("supportsTokenConnect", true)
            writePushMethods(origin: origin, to: &writer)
        }
    }

    /// How the requestor is reached: browsers alone are (token-connect 1).
    func writePushMethods(origin: String, to writer: inout JSONWriter) {
        writer.array("availablePushMethods") { writer in
            writer.object { writer in
                writer.member("type", "WEB")
                writer.member("uri", page.hasPrefix("/") ? origin + page : page)
            }
        }
    }
}
