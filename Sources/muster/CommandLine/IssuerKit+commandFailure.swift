// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

extension PortfolioError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        CommandFailure(.usage, code: "portfolio", message)
    }
}

extension LedgerError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        code == .inUse
            ? CommandFailure(.usage, code: "ledger-in-use", description)
            : CommandFailure(.internalFault, code: "ledger", description)
    }
}

extension SmallFile.Failure: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        CommandFailure(.usage, code: "file", description)
    }
}

extension IssuerClientError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        let details = correlationId.map { ["correlation id: \($0)"] } ?? []
        let exitCode: ExitCode =
            switch cause {
            case .configuration, .invalidRequest: .usage
            case .notReachable: .unreachable
            // A server that only fails is as good as none.
            case .refused(let status, _) where status >= 500: .unreachable
            case .refused(_, .tokenConnect(let errors)) where errors.contains(where: \.isTransient): .unreachable
            case .refused: .refused
            case .unexpectedAnswer(let status, _): status >= 500 ? .unreachable : .refused
            }
        return CommandFailure(exitCode, code: reason, description, details: details)
    }
}
