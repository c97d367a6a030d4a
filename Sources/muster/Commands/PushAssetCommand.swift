// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// `muster push asset`: a token requestor's logo.
enum PushAssetCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["push", "asset"], summary: "fetch a token requestor's logo", operands: ["ASSET-ID"],
            options: OptionDeclaration.issuerOptions
                + OptionDeclaration.onlyPerCall([
                    .value("out", "FILE", "write one representation to a new file"),
                    .value("type", "TYPE", standard: "image/svg+xml", "which one, by its media type"),
                ]),
            notes: [
                "ASSET-ID is the imageAssetId of muster push eligible --json. What it stands for never changes.",
                "Show an SVG by an <img> element and never inside a page: it may hold scripts.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let asset = try invocation.issuerClient().asset(id: invocation.operands[0])
        if let path = invocation.text("out") {
            let type = try invocation.required("type")
            guard let content = asset.content(of: [type]) else {
                let types = asset.mediaContents.map { DisplayText.line($0.type) }.joined(separator: ", ")
                throw CommandFailure.invalidInput("the asset has no \(type)", details: ["it has: " + types])
            }
            guard let bytes = content.bytes else {
                throw CommandFailure(.refused, code: "UNEXPECTED_ANSWER", "the content is not base64")
            }
            try PrivateFile.write(bytes, to: path)
        }
        try invocation.show(json: asset.json()) {
            var lines = LabelledLines()
            for content in asset.mediaContents {
                let size = [content.width, content.height].compactMap { $0 }.joined(separator: "x")
                let count = content.bytes.map { "\($0.count) bytes" } ?? "not base64"
                lines.add(DisplayText.line(content.type), DisplayText.line(size.isEmpty ? count : "\(count), \(size)"))
            }
            return lines.text
        }
        return .done
    }
}
