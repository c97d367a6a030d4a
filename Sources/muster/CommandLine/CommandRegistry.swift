// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// All commands of `muster`, in the order in which the help lists them. A new command is a file under `Commands` and a
/// line here.
enum CommandRegistry {
    static var commands: [any Command.Type] {
        [
            ServeCommand.self,
            ConfigCommand.self,
            KeysListCommand.self,
            KeysRotateCommand.self,
            CodeHookKeyCommand.self,
            IssuerCreateCommand.self,
            IssuerShowCommand.self,
            IssuerSetCommand.self,
            NotificationKeyCommand.self,
            IssuerListenCommand.self,
            MerchantCreateCommand.self,
            MerchantListCommand.self,
            MerchantShowCommand.self,
            MerchantSetCommand.self,
            BankCommand.self, ShopCommand.self,
            PortfolioGenerateCommand.self,
            EnrollCommand.self,
            PortfolioCheckCommand.self,
            BatchStatusCommand.self,
            ConsumerGetCommand.self,
            ConsumerUpdateCommand.self,
            ConsumerDeleteCommand.self,
            CardGetCommand.self,
            CardUpdateCommand.self,
            CardDeleteCommand.self,
            TokenGetCommand.self,
            TokenActivateCommand.self,
            TokenSuspendCommand.self,
            TokenResumeCommand.self,
            TokenDeleteCommand.self,
            PushEligibleCommand.self,
            PushAssetCommand.self,
            PushCardCommand.self, PushEnrollCommand.self,
            PushRedirectCommand.self,
            PushExplainCommand.self,
            JWEEncryptCommand.self,
            JWEDecryptCommand.self,
            JWSSignCommand.self,
            JWSVerifyCommand.self,
            MDESEncryptCommand.self,
            MDESDecryptCommand.self,
            OAuthSignCommand.self,
            OAuthVerifyCommand.self,
            OAuthExplainCommand.self,
        ]
    }
}
