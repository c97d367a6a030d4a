// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// The pictures of the plants.
enum PlantDrawing {
    static func of(_ product: Product) -> Markup {
        let plant: Markup =
            switch product.id {
            case "fern": fern
            case "monstera": monstera
            default: olive
            }
        return """
            <svg class="plant \(product.id)" viewBox="0 0 240 220" aria-hidden="true">\
            <ellipse class="ground" cx="120" cy="207" rx="70" ry="7"/>\(plant)\
            <path class="pot" d="M84 152h72l-8 46a10 10 0 0 1-10 8h-36a10 10 0 0 1-10-8z"/>\
            <rect class="rim" x="78" y="144" width="84" height="15" rx="5"/></svg>
            """
    }

    /// Thick dashed lines are fronds with their leaflets.
    private static let fern: Markup = {
        let fronds = [
            "M120 146C112 96 84 58 34 62", "M120 146C128 96 156 58 206 62", "M120 146C108 110 70 92 22 112",
            "M120 146C132 110 170 92 218 112", "M120 146C116 90 106 50 78 22", "M120 146C124 90 134 50 162 22",
            "M120 146C119 90 120 48 122 14", "M120 146C104 124 74 118 44 142", "M120 146C136 124 166 118 196 142",
        ]
        return Markup(
            fronds.map { "<path class=\"frond\" d=\"\($0)\"/><path class=\"stem\" d=\"\($0)\"/>" as Markup })
    }()

    private static let monstera: Markup = {
        let leaf: Markup = """
            <path class="leaf" d="M0 0C-34-8-50-44-28-70C-16-84 6-88 12-80C30-84 46-66 42-42C38-18 20-2 0 0z"/>\
            <path class="cut" d="M-2-4C-2-30 2-54 8-72M-34-52-14-40M-36-32-12-24M38-58 20-46M38-36 16-26"/>
            """
        let places = [
            ("M120 146C110 116 84 104 70 96", "translate(72 98) rotate(-52)"),
            ("M120 146C132 112 156 102 172 92", "translate(170 94) rotate(50)"),
            ("M120 146C118 112 114 96 112 84", "translate(112 88) rotate(-8) scale(.86)"),
            ("M120 146C130 128 150 128 160 130", "translate(158 132) rotate(82) scale(.62)"),
            ("M120 146C110 128 92 130 82 134", "translate(84 134) rotate(-84) scale(.6)"),
        ]
        return Markup(
            places.map { "<path class=\"stem\" d=\"\($0.0)\"/><g transform=\"\($0.1)\">\(leaf)</g>" as Markup })
    }()

    private static let olive: Markup = {
        let trunk: Markup = """
            <path class="trunk" d="M120 148C116 124 126 112 120 92M120 112C112 100 98 92 90 84\
            M121 104C130 92 146 86 154 78"/>
            """
        let places = [
            (120, 20, 0), (104, 26, -24), (136, 26, 24), (90, 38, -40), (150, 38, 40), (78, 54, -58), (162, 54, 58),
            (72, 74, -76), (168, 74, 76), (84, 88, -110), (156, 88, 110), (112, 44, -14), (128, 44, 14), (98, 58, -36),
            (142, 58, 36), (92, 74, -62), (148, 74, 62), (112, 66, -20), (128, 66, 20), (120, 82, 0), (106, 84, -48),
            (134, 84, 48), (100, 98, -84), (140, 98, 84),
        ]
        let leaves = places.enumerated().map { index, place -> Markup in
            let kind: Markup = index % 2 == 0 ? "leaf" : "leaf light"
            return """
                <ellipse class="\(kind)" rx="5.5" ry="15" \
                transform="translate(\(place.0) \(place.1)) rotate(\(place.2))"/>
                """
        }
        return trunk + Markup(leaves)
            + "<g class=\"fruit\"><circle cx=\"98\" cy=\"70\" r=\"5\"/><circle cx=\"144\" cy=\"64\" r=\"5\"/></g>"
    }()
}
