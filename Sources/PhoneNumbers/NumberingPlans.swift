// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CPhoneNumber
internal import Synchronization

/// Every numbering plan by its calling code. A plan is compiled when it is first asked for, and kept.
final class NumberingPlans: Sendable {
    static let shared = NumberingPlans()

    private final class Entry: Sendable {
        let regionIndices: [Int]
        let plan = AtomicLazyReference<NumberingPlan>()

        init(_ regionIndices: [Int]) {
            self.regionIndices = regionIndices
        }
    }

    /// 1000 places, one for each calling code that could be.
    private let entries: [Entry?]
    private let indexByRegion: [String: Int]

    private init() {
        var indices = [[Int]](repeating: [], count: 1000)
        var indexByRegion: [String: Int] = [:]
        for index in 0..<cphonenumber_region_count() {
            let region = cphonenumber_region_at(index)
            guard region.calling_code > 0, region.calling_code < 1000 else { continue }
            let code = Int(region.calling_code)
            // The main region is asked first, the others in the order of the library's data.
            indices[code].insert(index, at: region.is_main ? 0 : indices[code].count)
            let id = String(decoding: region.id.buffer, as: UTF8.self)
            if id.utf8.first.map({ $0 >= UInt8(ascii: "A") }) == true { indexByRegion[id] = index }
        }
        entries = indices.map { $0.isEmpty ? nil : Entry($0) }
        self.indexByRegion = indexByRegion
    }

    /// The plan of a calling code, nil when the code is not in use.
    subscript(callingCode: Int) -> NumberingPlan? {
        guard callingCode > 0, callingCode < entries.count, let entry = entries[callingCode] else { return nil }
        if let plan = entry.plan.load() { return plan }
        let regions = entry.regionIndices.map { cphonenumber_region_at($0) }
        return entry.plan.storeIfNil(NumberingPlan(callingCode: Int32(callingCode), regions: regions))
    }

    /// The calling code of a region and a mobile number of it that the library gives as an example.
    func example(of region: String) -> (callingCode: Int, national: [UInt8])? {
        guard let index = indexByRegion[region] else { return nil }
        let found = cphonenumber_region_at(index)
        guard found.mobile_example.length > 0 else { return nil }
        return (Int(found.calling_code), Array(found.mobile_example.buffer))
    }

    var regions: [String] { indexByRegion.keys.sorted() }
}
