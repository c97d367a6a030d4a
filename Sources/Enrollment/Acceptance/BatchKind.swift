// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// By which operation a batch came: how it is read, and what becomes of its cards.
public struct BatchKind: Sendable, Hashable {
    /// Whose member names the records have (enrollment 12.3).
    public var generation: APIGeneration
    /// The cards wait until their cardholders claim them, instead of being enrolled (enrollment 9).
    public var isPreProvisioning: Bool

    public init(generation: APIGeneration = .v1, isPreProvisioning: Bool = false) {
        self.generation = generation
        self.isPreProvisioning = isPreProvisioning
    }

    /// Every kind there is.
    static let all = [false, true].flatMap { isPreProvisioning in
        [APIGeneration.v1, .v2].map { BatchKind(generation: $0, isPreProvisioning: isPreProvisioning) }
    }

    /// The line that stands before a payload of this kind in the inbox; nil for the kind that needs none. No JWE is
    /// like it.
    var mark: String? {
        switch (generation, isPreProvisioning) {
        case (.v1, false): nil
        case (.v2, false): "v2"
        case (.v1, true): "pre-provisioning"
        case (.v2, true): "v2 pre-provisioning"
        }
    }
}
