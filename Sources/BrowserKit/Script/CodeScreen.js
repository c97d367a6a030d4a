// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

const SCREEN_TEXTS = {
  en: ["Enter the code", "We sent it to {}.", "Code", "Skip this next time. Not on a shared device.", "Continue",
    "Send a new code", "That is not me", "That is not the code.", "A new code is needed."],
  es: ["Introduzca el código", "Lo enviamos a {}.", "Código", "Omitir la próxima vez. No en un equipo compartido.",
    "Continuar", "Enviar otro código", "No soy yo", "Ese no es el código.", "Hace falta un código nuevo."],
  fr: ["Saisissez le code", "Nous l’avons envoyé à {}.", "Code", "Ne plus demander. Pas sur un appareil partagé.",
    "Continuer", "Envoyer un autre code", "Ce n’est pas moi", "Ce n’est pas le code.", "Il faut un nouveau code."],
  de: ["Code eingeben", "Wir haben ihn an {} geschickt.", "Code",
    "Nächstes Mal nicht fragen. Nicht auf geteilten Geräten.", "Weiter", "Neuen Code senden", "Das bin ich nicht",
    "Das ist nicht der Code.", "Es braucht einen neuen Code."],
  ar: ["أدخل الرمز", "أرسلناه إلى {}.", "الرمز", "لا تسأل في المرة القادمة. ليس على جهاز مشترك.", "متابعة",
    "أرسل رمزًا جديدًا", "لست أنا", "هذا ليس الرمز.", "يلزم رمز جديد."],
};
const RESEND_MILLISECONDS = 60_000;

/** The screen of `authenticate` (checkout 5.4), drawn into a window of the shop's own or the element that it gives. */
class CodeScreen {
  #document;
  #root;
  #window;
  #texts;

  constructor(reference, locale) {
    this.#window = reference?.document ? reference : undefined;
    this.#document = this.#window?.document ?? reference?.ownerDocument;
    this.#root = this.#window ? this.#document?.body : reference;
    if (!this.#root) throw refuse("INVALID_PARAMETER", "windowRef must be a window of this page, or an element.");
    const language = String(locale ?? "en").slice(0, 2);
    this.#texts = SCREEN_TEXTS[language] ?? SCREEN_TEXTS.en;
    const frame = this.#window ? this.#document.documentElement : this.#root;
    frame.lang = SCREEN_TEXTS[language] ? language : "en";
    frame.dir = language === "ar" ? "rtl" : "ltr";
    if (this.#window) this.#document.title = this.#texts[0];
  }

  #make(tag, members, ...children) {
    const element = Object.assign(this.#document.createElement(tag), members);
    element.append(...children);
    return element;
  }

  /**
   * @param channel where the code went, masked.
   * @param actions `check(code, isRemembered)` and `resend()`, which give where the code went.
   * @returns what `check` gave, or the word for how the consumer left.
   */
  run(channel, offersMemory, actions) {
    const [title, sent, label, remember, go, again, other, wrong, gone] = this.#texts;
    const lead = this.#make("p", { textContent: sent.replace("{}", channel) });
    const code = this.#make("input", {
      name: "code", inputMode: "numeric", autocomplete: "one-time-code", pattern: "[0-9]*", maxLength: 8,
      required: true, dir: "ltr",
    });
    const box = this.#make("input", { type: "checkbox", name: "remember" });
    const fault = this.#make("p", {});
    const resend = this.#make("button", { type: "button", textContent: again, disabled: true });
    const leave = this.#make("button", { type: "button", textContent: other });
    const memory = offersMemory ? [this.#make("p", {}, this.#make("label", {}, box, ` ${remember}`))] : [];
    const form = this.#make(
      "form", { noValidate: true }, this.#make("h1", { textContent: title }), lead,
      this.#make("p", {}, this.#make("label", {}, `${label} `, code)), ...memory, fault,
      this.#make("p", {}, this.#make("button", { type: "submit", textContent: go }), " ", resend, " ", leave),
    );
    fault.setAttribute("role", "alert");
    this.#dress(form, code);
    this.#root.replaceChildren(this.#make("main", {}, form));
    code.focus();
    return new Promise((resolve, reject) => {
      const view = this.#document.defaultView;
      const timers = [];
      const end = (settle, value) => {
        timers.forEach(clearTimeout);
        if (!this.#window) this.#root.replaceChildren();
        settle(value);
      };
      const wait = () => {
        resend.disabled = true;
        timers.push(setTimeout(() => (resend.disabled = false), RESEND_MILLISECONDS));
      };
      const look = () => {
        if (this.#window?.closed) return end(resolve, "CLOSED");
        timers[0] = setTimeout(look, LOOK_MILLISECONDS);
      };
      const tried = (error) => {
        const words = { CODE_INVALID: wrong, VALIDATION_DATA_INVALID: wrong, CODE_EXPIRED: gone };
        const text = words[error.reason] ?? (error.reason === "VALIDATION_DATA_EXPIRED" ? gone : undefined);
        if (!text) return end(reject, error);
        fault.textContent = text;
        code.select();
      };
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        fault.textContent = "";
        try {
          end(resolve, await actions.check(code.value.trim(), box.checked));
        } catch (error) {
          tried(error);
        }
      });
      resend.addEventListener("click", async () => {
        wait();
        try {
          lead.textContent = sent.replace("{}", await actions.resend());
        } catch (error) {
          tried(error);
        }
      });
      leave.addEventListener("click", () => end(resolve, "SWITCH_CONSUMER"));
      timers[0] = setTimeout(look, LOOK_MILLISECONDS);
      wait();
      view?.focus();
    });
  }

  /** By script: the shop's policy need not allow styles in markup. */
  #dress(form, code) {
    const font = "17px/1.5 system-ui, sans-serif";
    Object.assign(form.style, { font, maxWidth: "26rem", margin: "2rem auto", padding: "0 1rem" });
    Object.assign(code.style, { fontSize: "1.4rem", letterSpacing: ".3em", width: "9em", padding: ".4rem" });
    for (const button of form.querySelectorAll("button")) {
      Object.assign(button.style, { font: "inherit", padding: ".5rem .9rem" });
    }
  }

  close() {
    this.#window?.close();
  }
}

