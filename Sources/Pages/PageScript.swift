// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The pages' one script. Everything works without it; with it a form is not sent twice, a list that waits for news
/// looks again by itself, the time until a code can be sent again runs down, and a window says that
/// it is over.
enum PageScript {
    static let text = """
        const free = (form) => {
          delete form.dataset.sent;
          form.removeAttribute("aria-busy");
        };
        document.addEventListener("submit", (event) => {
          const form = event.target;
          if (form.dataset.sent) return event.preventDefault();
          form.dataset.sent = "yes";
          form.setAttribute("aria-busy", "true");
          // A form may lead to an app, or the reader stops it: then the page stays, and must be of use.
          setTimeout(free, 10000, form);
        });
        // Whoever comes back to a form's answer, or loads it again, is not asked to send the form again.
        history.replaceState(null, "", location.href);
        // A page that the reader comes back to is as it was before its form was sent.
        addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
        for (const button of document.querySelectorAll("button[data-wait]")) {
          const text = button.textContent;
          const end = performance.now() + 1000 * Number(button.dataset.wait);
          const tick = () => {
            const left = Math.ceil((end - performance.now()) / 1000);
            button.disabled = left > 0;
            button.textContent = left > 0 ? `${text} (${left})` : text;
            if (left > 0) setTimeout(tick, 250);
          };
          tick();
        }
        // A page that another site's page has opened, or shows, has a word for it; the browser hands it to that origin
        // alone.
        const word = document.querySelector("[data-word]");
        const listener = opener ?? (parent === window ? null : parent);
        if (word) listener?.postMessage(JSON.parse(word.dataset.word), word.dataset.opener);
        const waiting = document.querySelector("[data-poll]");
        if (waiting) {
          const look = async () => {
            try {
              const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
              const page = new DOMParser().parseFromString(await answer.text(), "text/html");
              if (!page.querySelector("[data-poll]")) return location.reload();
            } catch { /* The next look may get through. */ }
            setTimeout(look, 1000 * Number(waiting.dataset.poll));
          };
          setTimeout(look, 1000 * Number(waiting.dataset.poll));
        }

        """
}
