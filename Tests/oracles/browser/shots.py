# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Looks at pages: a picture by day, of some by night as well, the rules of axe-core, and whether all has its room."""

import os

import axe

# Nothing sticks out sideways, and no text is cut off in a button or a heading; what is typed scrolls.
OVERFLOW = """() => {
  const root = document.documentElement;
  const found = root.scrollWidth > root.clientWidth ? ["the page, " + root.scrollWidth + " wide"] : [];
  for (const element of document.querySelectorAll("h1, h2, p, a, button, label, input, .card, .choice")) {
    if (element.closest(".skip")) continue;
    const box = element.getBoundingClientRect();
    const isOut = box.left < -1 || box.right > root.clientWidth + 1;
    const holdsText = element.tagName !== "INPUT" && getComputedStyle(element).display !== "inline";
    const isCut = holdsText && element.scrollWidth > box.width + 1;
    if (box.width && (isOut || isCut)) found.push(element.outerHTML.slice(0, 100));
  }
  return found;
}"""
# The narrowest screen that has to do without scrolling sideways (WCAG 1.4.10).
NARROW = {"width": 320, "height": 640}


class Shots:
    def __init__(self, folder, checks, chromium):
        self.folder = folder
        self.checks = checks
        self.chromium = chromium
        self.count = 0
        self.minor = set()
        os.makedirs(folder, exist_ok=True)
        for name in os.listdir(folder):
            if name.endswith(".png"):
                os.remove(os.path.join(folder, name))

    def look(self, window, name, dark=False):
        page = window.page
        self.count += 1
        name = "%02d-%s" % (self.count, name)
        self.shoot(page, name)
        self.judge(name, axe.findings(page))
        self.checks.check(name + ": has its room", not (found := page.evaluate(OVERFLOW)), found)
        if self.chromium.is_phone:
            size = page.viewport_size
            page.set_viewport_size(NARROW)
            self.checks.check(name + ": has its room at 320", not (found := page.evaluate(OVERFLOW)), found)
            page.set_viewport_size(size)
        if dark:
            page.emulate_media(color_scheme="dark")
            self.shoot(page, name + "-dark")
            self.judge(name + ", dark", axe.findings(page, ["color-contrast"]))
            page.emulate_media(color_scheme="light")

    def shoot(self, page, name):
        page.screenshot(path=os.path.join(self.folder, name + ".png"), full_page=True)

    def judge(self, name, findings):
        bad = [found for found in findings if found[0] in axe.BAD]
        self.checks.check(name + ": accessible", not bad, bad)
        self.minor |= {(rule, where[:100]) for impact, rule, where in findings if impact not in axe.BAD}
