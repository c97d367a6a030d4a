// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

@testable import Vault

/// A vault for tests that change nothing.
let sharedVault = sharedFolder.flatMap { folder in Result { try folder.open() } }

/// Kept, so that the directory stays as long as the vault.
private let sharedFolder = Result { try KeyRingFolder.withRing() }
