// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension Timestamp {
    /// The first instant of a month in UTC (proleptic Gregorian); `month` may run past 12 or below 1.
    public init(startOfMonth month: Int, year: Int) {
        let months = year * 12 + month - 1
        // Counted from March, so that the leap day is the last day of a year.
        let shifted = months - 2
        let shiftedYear = shifted >= 0 ? shifted / 12 : (shifted - 11) / 12
        let era = shiftedYear >= 0 ? shiftedYear / 400 : (shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (shifted - shiftedYear * 12) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(seconds: Int64(era * 146_097 + dayOfEra - 719_468) * 86_400)
    }
}
