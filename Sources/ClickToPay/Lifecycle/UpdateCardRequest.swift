// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// PUT of a card (enrollment 10.5).
public struct UpdateCardRequest: Sendable {
    public var common: CommonQuery
    public var change: Change<CardChanges>

    public init(common: CommonQuery, change: Change<CardChanges>) {
        self.common = common
        self.change = change
    }

    /// Reads a request; the query may carry what is not in the body. Throws one error with every fault there is.
    public static func decode(
        _ body: JSONValue, query: QueryItems = QueryItems(), today: CalendarMonth, generation: APIGeneration = .v1
    ) throws(ServiceError) -> UpdateCardRequest {
        var faults = FaultCollector()
        guard body.kind == .object else {
            throw ServiceError(.invalidArgument, details: [.bodyIsNoObject])
        }
        let common = faults.common(body, query, generation)
        let change = faults.cardChange(body, today, generation)
        try faults.throwIfAny()
        guard let common, let change else { throw ServiceError(.invalidArgument) }
        return UpdateCardRequest(common: common, change: change)
    }
}

extension FaultCollector {
    fileprivate mutating func cardChange(
        _ body: JSONValue, _ today: CalendarMonth, _ generation: APIGeneration
    ) -> Change<CardChanges>? {
        let name: StaticString =
            generation == .v2 && body["encryptedCredential"] != nil ? "encryptedCredential" : "encryptedCard"
        guard let sealed = body[name], !sealed.isNull else {
            var faults = FaultCollector()
            let changes = faults.cardChanges(body, today, generation)
            add(faults.details)
            return .plain(changes)
        }
        if body["billingAddress"]?.isNull == false {
            add(.invalidValue, name, "must not be sent together with billingAddress")
        }
        return encrypted(sealed, name).map { .encrypted($0) }
    }
}
