# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""Whether everybody can use the pages: in each language, without script, by keyboard, on any screen."""

from playwright.sync_api import expect

from walk import Walk

# Whether the element that has the focus shows it, and what it is.
FOCUS = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {
    name: element.id || element.name || element.textContent.trim() || element.tagName,
    isShown: element.matches(":focus-visible") && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInSight: box.width > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight,
    isBody: element === document.body,
  };
}"""
LANGUAGES = {
    "en": ("en_US", "Add your card to Click to Pay"),
    "es": ("es_MX", "Añada su tarjeta"),
    "fr": ("fr_FR", "Ajoutez votre carte"),
    "de": ("de_AT", "Ihre Karte zu Click to Pay"),
    "ar": ("ar_EG", "أضف بطاقتك"),
}


def languages(stage):
    """From the form to the consent, in each language, as the browser lays it out."""
    for language, (locale, title) in LANGUAGES.items():
        person = stage.person()
        with stage.window() as window:
            walk = Walk(stage, window, stage.issuer.order(**person.holder, locale=locale))
            page = walk.page
            page.goto(walk.order.start)
            root = page.locator("html")
            expect(root).to_have_attribute("lang", language)
            walk.check(language + ": its title", title in page.locator("h1").inner_text(), page.title())
            direction = page.evaluate("getComputedStyle(document.body).direction")
            walk.check(language + ": its direction", direction == ("rtl" if language == "ar" else "ltr"), direction)
            whole = language in ("de", "ar")
            if language != "en":
                stage.look(window, "details-" + language, dark=language == "ar")
            if whole:
                walk.identify(lastName=" ", mobile="1")
                stage.look(window, "details-wrong-" + language)
                walk.identify(lastName="García", mobile=person.phone)
                stage.look(window, "channel-" + language)
                walk.send(channel=1)
                stage.look(window, "code-" + language)
                walk.enter(stage.issuer.code("1" + person.phone))
                stage.look(window, "consent-" + language)
                walk.press("agree")
                walk.agree(remember=True).returned("APPROVED")
                page.go_back()
                expect(root).to_have_attribute("lang", language)
                stage.look(window, "approved-" + language)
            else:
                walk.press("cancel")
                walk.returned("CANCELLED")
            page.goto(walk.order.start)
            expect(root).to_have_attribute("lang", language)
            if whole:
                stage.look(window, "used-" + language)


def another_language(stage):
    """The reader chooses one on the page, and it stays."""
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start()
        root = walk.page.locator("html")
        for name, language in (("Deutsch", "de"), ("العربية", "ar"), ("English", "en"), ("Français", "fr")):
            walk.go(walk.page.get_by_role("link", name=name))
            expect(root).to_have_attribute("lang", language)
            expect(walk.page.locator("footer [aria-current=page]")).to_have_text(name)
        walk.identify()
        expect(root).to_have_attribute("lang", "fr")
        walk.press("cancel")
        walk.returned("CANCELLED")


def documents(stage):
    """Terms and privacy notice open beside the page, which stays as it is."""
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email)
        for name in ("Terms of use", "Privacy notice"):
            with window.context.expect_page() as opened:
                walk.touch(walk.page.locator("main").get_by_role("link", name=name))
            expect(opened.value.locator("h1")).to_have_text(name)
            window.page = opened.value
            stage.look(window, name.lower().replace(" ", "-"))
            window.page = walk.page
            opened.value.close()
        walk.agree().returned("APPROVED")


def without_script(stage):
    person = stage.person()
    with stage.window(java_script_enabled=False) as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().identify().send()
        walk.reads("Enter your code")
        walk.press("send")
        walk.says("A code is on its way.")
        stage.shots.shoot(walk.page, "without-script")
        with stage.later(61):
            walk.press("send")
        walk.enter(stage.issuer.code(person.email))
        walk.reads("Add this card?")
        walk.agree(remember=True).returned("APPROVED")


def by_keyboard(stage):
    """Tab, space, arrows and return alone, with the focus in sight at every stop."""
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start()
        page, keys = walk.page, walk.page.keyboard

        def stops(selector, at_most=30):
            """Tab by tab, until the focus is there."""
            for _ in range(at_most):
                keys.press("Tab")
                focus = page.evaluate(FOCUS)
                about = (selector, focus)
                walk.check("the focus is seen", focus["isBody"] or focus["isShown"] and focus["isInSight"], about)
                if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
            walk.check("reached", False, selector)

        def enter():
            with page.expect_navigation():
                keys.press("Enter")

        stops(".skip")
        stage.shots.shoot(page, "by-keyboard-skip")
        keys.press("Enter")
        walk.check("the content is next", page.evaluate("document.activeElement.id") == "main")
        stops("#firstName")
        keys.press("Control+A")
        keys.type("María José")
        stops("#email")
        stops("#mobile")
        enter()
        walk.reads("Confirm that it is you")
        stops("input[name=channel]")
        keys.press("ArrowDown")
        walk.check("the second one", page.locator("input[name=channel]").nth(1).is_checked())
        stops("button.main")
        stage.shots.shoot(page, "by-keyboard-channel")
        with page.expect_navigation():
            keys.press("Space")
        walk.reads("Enter your code")
        keys.type(stage.issuer.code("1" + person.phone))
        enter()
        walk.reads("Add this card?")
        stops("#accept")
        keys.press("Space")
        stops("#remember")
        keys.press("Space")
        stops("button.main")
        stage.shots.shoot(page, "by-keyboard-consent")
        enter()
        walk.returned("APPROVED")


ALL = [languages, another_language, documents, without_script, by_keyboard]
