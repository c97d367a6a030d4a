// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Which column of a file holds which field.
public struct PortfolioColumns: Sendable, Equatable {
    /// The file's headings, in order.
    public let headings: [String]
    /// The column of each field, by `PortfolioField.rawValue`; −1 for a field that the file does not have.
    let columns: [Int]

    /// Reads the headings.
    ///
    /// - Parameter mapping: which field a heading of another name stands for. A heading that it names is taken for
    ///   that field alone. Letters match in either case; headings that name no field are passed over.
    /// - Throws: `PortfolioError` when a required field has no column, two columns claim one field, or the mapping
    ///   names a heading that the file does not have.
    public init(headings: [String], mapping: [String: PortfolioField] = [:]) throws(PortfolioError) {
        self.headings = headings
        let names = headings.map { Self.folded($0) }
        let mapped = Dictionary(mapping.map { (Self.folded($0.key), $0.value) }) { first, _ in first }
        for heading in mapping.keys.sorted() where !names.contains(Self.folded(heading)) {
            throw PortfolioError(.headings, "there is no heading \"\(heading)\" to map")
        }
        var columns = [Int](repeating: -1, count: PortfolioField.allCases.count)
        for (column, name) in names.enumerated() {
            let claimed = mapping.values.contains { Self.folded($0.heading) == name }
            guard let field = mapped[name] ?? (claimed ? nil : Self.fields[name]) else { continue }
            guard columns[field.rawValue] < 0 else {
                throw PortfolioError(.headings, "two columns hold \(field.heading)")
            }
            columns[field.rawValue] = column
        }
        let missing = PortfolioField.allCases.filter { $0.isRequired && columns[$0.rawValue] < 0 }
        guard missing.isEmpty else {
            let list = missing.map(\.heading).joined(separator: ", ")
            throw PortfolioError(.headings, "no column holds \(list) (name others with --map HEADING=FIELD)")
        }
        self.columns = columns
    }

    /// The column of a field, counted from 0.
    public func column(of field: PortfolioField) -> Int? {
        let column = columns[field.rawValue]
        return column < 0 ? nil : column
    }

    /// What the heading over a field is.
    func heading(of field: PortfolioField) -> String {
        column(of: field).map { headings[$0] } ?? field.heading
    }

    /// One text for each way of reading a file: part of what names a batch.
    var canonicalText: String {
        columns.map(String.init).joined(separator: ",") + ";" + String(headings.count)
    }

    private static func folded(_ heading: String) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(String(heading.drop(while: isSpace).reversed().drop(while: isSpace).reversed())).lowercased()
    }

    private static let fields = Dictionary(
        uniqueKeysWithValues: PortfolioField.allCases.map { (folded($0.heading), $0) })
}
