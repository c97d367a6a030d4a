// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Gathers every fault of a request, so that the caller learns all of them at once.
///
/// It keeps the path to where the reader is; the text of a path is made only when there is a fault. Messages are fixed
/// sentences, so that no value can get into one.
public struct FaultCollector: Sendable {
    enum Step: Sendable {
        case name(StaticString)
        case element(StaticString, Int)
    }

    /// What is kept of a hopeless request.
    public static let detailsMax = 1000

    public private(set) var details: [ErrorDetail] = []
    private var path: [Step] = []
    private let sourceType: SourceType

    public init(_ sourceType: SourceType = .body) {
        self.sourceType = sourceType
    }

    public var isEmpty: Bool { details.isEmpty }

    /// Adds a fault of the member `name` of the object that is being read; nil for the object itself.
    public mutating func add(_ reason: DetailReason, _ name: StaticString?, _ message: StaticString) {
        guard details.count < Self.detailsMax else { return }
        details.append(ErrorDetail(reason, sourceType, source(name), message.description))
    }

    mutating func add(_ fault: ValueFault, _ name: StaticString?) {
        add(fault.reason, name, fault.message)
    }

    /// Adds what another collector has found.
    public mutating func add(_ found: [ErrorDetail]) {
        details += found.prefix(max(0, Self.detailsMax - details.count))
    }

    /// The error that refuses the request, nil when nothing is wrong.
    public var serviceError: ServiceError? { ServiceError(faults: details) }

    public func throwIfAny() throws(ServiceError) {
        if let serviceError { throw serviceError }
    }

    // MARK: Where the reader is

    mutating func enter(_ name: StaticString) { path.append(.name(name)) }
    mutating func enter(_ name: StaticString, _ index: Int) { path.append(.element(name, index)) }
    mutating func leave() { path.removeLast() }

    /// Takes the faults found so far away from the collector.
    mutating func take() -> [ErrorDetail] {
        if details.isEmpty { return [] }
        defer { details = [] }
        return details
    }

    private func source(_ name: StaticString?) -> String {
        var parts = path.map { step in
            switch step {
            case .name(let name): "\(name)"
            case .element(let name, let index): "\(name)[\(index)]"
            }
        }
        if let name { parts.append("\(name)") }
        return parts.isEmpty ? "Request body" : parts.joined(separator: ".")
    }
}

extension ServiceError {
    /// The error of a request with these faults: INVALID_STATE when it is well written throughout, else
    /// INVALID_ARGUMENT (enrollment 4.6). Nil when there are none.
    public init?(faults: [ErrorDetail]) {
        if faults.isEmpty { return nil }
        let onlyState = faults.allSatisfy { $0.reason?.concernsState == true }
        self.init(onlyState ? .invalidState : .invalidArgument, details: faults)
    }
}
