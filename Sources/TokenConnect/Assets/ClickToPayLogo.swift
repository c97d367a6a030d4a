// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import JOSE

/// The picture of Click to Pay: a card with two chevrons, as SVG and as PNG on a white square (token-connect 4).
enum ClickToPayLogo {
    static let asset = Asset([
        Asset.Medium(type: "image/svg+xml", data: Array(svg.utf8), width: 192, height: 192),
        Asset.Medium(type: "image/png", data: Base64.decode(png) ?? [], width: 192, height: 192),
    ])

    private static let svg = """
        <svg xmlns="http://www.w3.org/2000/svg" width="192" height="192" viewBox="0 0 192 192">\
        <rect width="192" height="192" fill="#fff"/>\
        <rect x="16" y="40" width="160" height="112" rx="16" fill="#1f2a44"/>\
        <path d="M46 60l36 36-36 36M90 60l36 36-36 36" fill="none" stroke="#fff" stroke-width="13"/>\
        </svg>
        """

    /// 192 × 192 pixels of two bits.
    private static let png = """
        iVBORw0KGgoAAAANSUhEUgAAAMAAAADAAgMAAAAvsoSUAAAACVBMVEX///8fKkT///8TaMfOAAABaElEQVR42u2YsXHDMBAE5UAl\
        qB+XoEBwoBLUj0tQYFcpM6P+X3dYj2Ux+IsQYGe4JAg8frfrdDqdTqez9Qyb+/kHD5zW89/GRN5XwH4GOLInun+mMRWosJbYzwHH\
        3wOHOeD0j8AY8L028Dzg8v2TEYcCOC+zPuNQAB/LrGscKodl1lcaCsBLBMBLBMBLxO9gJSJgJSJgJSJgJdJachIJcBIJcBIJcBL5\
        fzASGTASGTASGTASxT+tJQpASxSAligALVHtS1KiAqREBUiJCpAS5d6qJEpASZSAkigBJVGfD0KiBoREDQiJGhASD864xxJ/BOBH\
        wtL4tdIPh5cGXnx4edMfCP+ieBPA2wzdyPBWiTdjvN3TAwUfWfhQxMcuPdhx6YCLE1z+0AILl3C4SMRlKC10cSmNi3V8HaAXDnyl\
        wZcmfC3r2+7LgQ22Wp7fX8ItL9xU42073BjErUfc3OTt006n0+l0OhvMDbx3oNeoFjMyAAAAAElFTkSuQmCC
        """
}
