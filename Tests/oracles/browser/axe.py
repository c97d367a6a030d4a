# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""The rules of axe-core over a page, out of the copy that a package carries.

The script is evaluated by the browser's own inspector: the page's policy stays as it is and does not apply to it.
"""

import os

import axe_playwright_python

with open(os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js"), encoding="utf-8") as file:
    SCRIPT = file.read()

BAD = {"serious", "critical"}


def findings(page, only=None):
    """What the rules find, as (impact, rule, where); `only`: these rules and no others.

    Targets are measured as well (WCAG 2.2, 2.5.8), which axe-core does not do by itself.
    """
    if not page.evaluate("() => typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    options = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    if only:
        options = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": only}}
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [
        (violation["impact"], violation["id"], "; ".join(node["html"][:120] for node in violation["nodes"][:3]))
        for violation in found
    ]
