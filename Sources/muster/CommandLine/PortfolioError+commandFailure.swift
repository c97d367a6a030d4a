// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit

extension PortfolioError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        CommandFailure(.usage, code: "portfolio", message)
    }
}
