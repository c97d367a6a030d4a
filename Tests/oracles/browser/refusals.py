# Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

"""What must not work, in a browser: it gets the right page, the bank hears nothing, and nothing is left behind."""

import json
import uuid

from network import base64url, unbase64url
from walk import Walk

FORM = "Add your card to Click to Pay"
NO_LINK = "This link does not work"
NO_PLACE = "This link leads to an unknown place"
NO_RECEIPT = "This link is not known"
POST = """([url, fields]) => fetch(url, {method: "POST", body: new URLSearchParams(fields)})
  .then(async answer => [answer.status, answer.url, await answer.text()])"""


def refused(walk, link, status, title, picture=None, stage=None):
    """An error page of the network, from which nothing leads to the issuer or anybody else."""
    page = walk.page
    before = walk.window.context.cookies()
    # From a page of the issuer's, as in life.
    answer = page.goto(walk.issuer.site.lead(link))
    walk.check("status", answer.status == status, (link[:80], answer.status, status))
    walk.reads(title)
    walk.check("it stays with the network", page.url.startswith(walk.issuer.network + "/provision"), page.url)
    ways = page.locator("a[href], form")
    hosts = ways.evaluate_all("ways => ways.map(way => new URL(way.href || way.action).origin)")
    walk.check("nothing leads elsewhere", set(hosts) <= {walk.issuer.network}, hosts)
    walk.check("no cookie", walk.window.context.cookies() == before)
    walk.check("the bank hears nothing", not walk.issuer.returns(walk.order))
    if picture:
        stage.look(walk.window, picture, dark=picture == "callback-foreign")


def altered_signatures(stage):
    issuer = stage.issuer
    with stage.window() as window:
        walk = Walk(stage, window, issuer.order(**stage.person().holder))
        header, payload, signature = walk.order.signature.split(".")
        claims = json.loads(unbase64url(payload))
        evil = base64url(json.dumps({**claims, "callbackURL": "https://evil.example/"}).encode())
        none = base64url(json.dumps({"alg": "none"}).encode())
        other = base64url(json.dumps({**json.loads(unbase64url(header)), "kid": "nobody"}).encode())
        last = "A" if signature[9] != "A" else "B"
        for index, token in enumerate((
            "%s.%s.%s" % (header, evil, signature),
            "%s.%s.%s" % (header, payload, signature[:9] + last + signature[10:]),
            "%s.%s." % (header, payload),
            "%s.%s." % (none, evil),
            "%s.%s.%s" % (other, payload, signature),
            issuer.order(**stage.person().holder).signature.rsplit(".", 1)[0] + "." + signature,
        )):
            picture = None if index else "link-altered"
            refused(walk, issuer.link({"pushAccountData": token, "extFlow": "true"}), 400, NO_LINK, picture, stage)
        # None of this has touched the receipt.
        walk.start().press("cancel")
        walk.returned("CANCELLED")


def foreign_callbacks(stage):
    """Nobody is sent to an address that the issuer did not push (open redirects)."""
    issuer = stage.issuer
    own = issuer.site.origin + "/return"
    evil = ["https://evil.example/return", "//evil.example/", own + "@evil.example/", own + ".evil.example/",
            "http://localhost.evil.example/return", "javascript:alert(document.cookie)", "data:text/html,<h1>x</h1>",
            "file:///etc/passwd", "JavaScript://%0aalert(1)", "http://evil.example/return", own]
    with stage.window() as window:
        walk = Walk(stage, window, issuer.order(**stage.person().holder, signed=False))
        for index, callback in enumerate(evil):
            link = issuer.link({"pushAccountReceipts": walk.order.receipt, "locale": "en_US", "callbackURL": callback})
            # What is no callback at all is a broken link; what is one is a foreign one. Both stay here.
            title = NO_LINK if not callback.startswith(("http://localhost:", "https://")) else NO_PLACE
            refused(walk, link, 400, title, None if index else "callback-foreign", stage)
        walk.start().press("cancel")
        walk.returned("CANCELLED")
    with stage.window() as window:
        # The signed link wins over whatever stands beside it.
        order = issuer.order(**stage.person().holder, plain={"callbackURL": "https://evil.example/"})
        walk = Walk(stage, window, order).start()
        walk.press("cancel")
        walk.returned("CANCELLED")


def unknown_receipts(stage):
    issuer = stage.issuer
    with stage.window() as window:
        walk = Walk(stage, window, issuer.order(**stage.person().holder))
        unknown = "MCC-STL-" + str(uuid.uuid4()).upper()
        refused(walk, issuer.link({"pushAccountReceipts": unknown, "locale": "en_US"}), 404, NO_RECEIPT,
                "receipt-unknown", stage)
        for link in ("/provision", "/provision?pushAccountReceipts=", "/provision?pushAccountReceipts=%3Cscript%3E",
                     "/provision?pushAccountData=a.b.c", "/provision?pushAccountReceipts=%zz"):
            refused(walk, issuer.network + link, 400, NO_LINK)
        wallet = issuer.push(issuer.new_card(), {}, {}, requestor="50199999999")
        refused(walk, issuer.link({"pushAccountData": wallet["signature"], "extFlow": "true"}), 400, NO_LINK)


def two_receipts(stage):
    """An ERROR for each of them."""
    issuer = stage.issuer
    with stage.window() as window:
        one, two = (issuer.order(**stage.person().holder, signed=False) for _ in range(2))
        walk = Walk(stage, window, one)
        callback = "%s/return?sid=%s&note=%%C3%%A4%%20b#end" % (issuer.site.origin, one.session)
        page = window.page
        page.goto(issuer.link({"pushAccountReceipts": one.receipt + "," + two.receipt, "callbackURL": callback}))
        walk.reads("One card at a time")
        stage.look(window, "two-receipts")
        walk.go(walk.back())
        (back,) = issuer.returns(one)
        walk.check("both", back.results == [(one.receipt, "ERROR", None), (two.receipt, "ERROR", None)], back.results)


def wrong_order(stage):
    """Forms of steps that are not there yet, or over, change nothing."""
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start()
        page = walk.page

        def post(**fields):
            return page.evaluate(POST, [page.url, fields])

        for fields in ({"do": "agree", "accept": "yes"}, {"do": "code", "code": "123456"}, {"do": "send"},
                       {"do": "activated"}):
            _, _, text = post(**fields)
            walk.check("still the form: %s" % fields["do"], FORM in text, text[:400])
        for fields in ({"do": "nothing"}, {}):
            walk.check("no such step", post(**fields)[0] == 400)
        page.reload()
        walk.reads(FORM)
        # Another tab that is left where it was.
        tab = window.context.new_page()
        tab.goto(page.url)
        walk.prove(person.email)
        walk.check("a code is good once", "Add this card?" in post(do="code", code=stage.issuer.code(person.email))[2])
        late = Walk(stage, window, walk.order)
        late.page = tab
        late.press("details")
        late.reads("Add this card?")
        walk.agree().returned("APPROVED")
        late.page.goto(late.page.url)
        late.reads("Your card is ready")
        tab.evaluate(
            "url => fetch(url, {method: 'POST', redirect: 'manual', body: new URLSearchParams({do: 'cancel'})})"
            ".then(answer => answer.type)", tab.url)
        late.page.reload()
        late.reads("Your card is ready")
        walk.check("once", len(stage.issuer.returns(walk.order)) <= 2)


def double_click(stage):
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email)
        walk.touch(walk.page.locator("#accept"))
        del window.posts[:]
        button = walk.button("agree")
        with walk.page.expect_navigation():
            button.evaluate("button => { button.click(); button.click(); }")
        walk.check("one form", len(window.posts) == 1, window.posts)
        walk.returned("APPROVED")
    # Without the page's script the browser sends it twice: one card and one result all the same.
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email)
        answers = walk.page.evaluate(
            """url => Promise.all([1, 2, 3, 4].map(() => fetch(url, {method: "POST", redirect: "manual",
                 body: new URLSearchParams({do: "agree", accept: "yes"})}).then(answer => answer.type)))""",
            walk.page.url)
        walk.check("four answers", answers == ["opaqueredirect"] * 4, answers)
        walk.page.reload()
        walk.reads("Your card is ready")
        walk.leads_back("APPROVED")


def lost_cookie(stage):
    """The browser forgot the page in the middle: it says so, and the link opens it anew."""
    person = stage.person()
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start().prove(person.email)
        window.context.clear_cookies()
        walk.touch(walk.page.locator("#accept"))
        walk.press("agree")
        walk.reads("This page is not open any more")
        stage.look(window, "lost")
        walk.check("the bank hears nothing", not stage.issuer.returns(walk.order))
        # Whoever knows the address alone, in another browser, sees nothing either.
        with stage.window() as other:
            other.page.goto(walk.page.url)
            Walk(stage, other, walk.order).reads("This page is not open any more")
        walk.start().press("cancel")
        walk.returned("CANCELLED")


def another_site(stage):
    """A page of somebody else's cannot act for the consumer, and cannot put the page into a frame."""
    person = stage.person()
    site = stage.issuer.site
    with stage.window() as window:
        walk = Walk(stage, window, stage.issuer.order(**person.holder)).start()
        address = walk.page.url
        forged = site.serve("/forged-" + uuid.uuid4().hex, (
            '<h1>Forged</h1><form method="post" action="%s"><input name="do" value="cancel">'
            '<button>Win a prize</button></form>' % address))
        tab = window.context.new_page()
        tab.goto(forged)
        with tab.expect_navigation():
            tab.locator("button").click()
        walk.check("refused", tab.locator("h1").inner_text() in (
            "This page is not open any more", "The form could not be read"), tab.locator("h1").inner_text())
        tab.close()
        framed = window.context.new_page()
        before = len(window.faults)
        framed.goto(site.serve("/frame-" + uuid.uuid4().hex, '<h1>Frame</h1><iframe src="%s"></iframe>' % address))
        inside = framed.frames[1].content() if len(framed.frames) > 1 else ""
        walk.check("not in a frame", FORM not in inside, inside[:300])
        framed.close()
        # The browser says on its console that it has kept the frame empty, and that alone.
        said = window.faults[before:]
        walk.check("the browser says why", all("frame" in fault for fault in said), said)
        del window.faults[before:]
        walk.page.reload()
        walk.reads(FORM)
        walk.check("the bank hears nothing", not stage.issuer.returns(walk.order))
        walk.prove(person.email).agree().returned("APPROVED")


ALL = [
    altered_signatures, foreign_callbacks, unknown_receipts, two_receipts, wrong_order, double_click, lost_cookie,
    another_site,
]
