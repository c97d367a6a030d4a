// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A text of somebody else, fit for a terminal.
public enum DisplayText {
    /// On one line: nothing in it moves the cursor or turns the direction of writing.
    ///
    /// - Parameter scalarsMax: more than these are cut off.
    public static func line(_ text: String, scalarsMax: Int = 200) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(scalarsMax) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                line.append("?")
            default: line.append(scalar)
            }
        }
        return String(line)
    }
}
