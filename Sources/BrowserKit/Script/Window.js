// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

const WINDOW_FEATURES = "popup,width=480,height=760";
const WINDOW_MILLISECONDS_MAX = 16 * 60_000;
const LOOK_MILLISECONDS = 400;
const CHECKOUT_OVER = "muster.checkout.over";
const AUTHENTICATION_OVER = "muster.authentication.over";

/**
 * Waits until a page of the network is over. The page says so to the shop's origin and to nobody else; what it came to
 * is asked of the network, which tells it to this shop alone. The same when the page is gone.
 *
 * @param view the window that the page is in.
 * @param isWord whether a message is the page's word.
 * @param isGone whether the page can say nothing any more.
 * @param ask gives what it came to; it is told whether the page is gone.
 */
function untilOver(view, network, isWord, isGone, ask) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let timer;
    const end = (gone) => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      ask(gone).then(resolve, reject);
    };
    const listen = ({ origin, source, data }) => {
      if (origin === network && source === view && isWord(data)) end(false);
    };
    const look = () => {
      if (isGone() || performance.now() - start > WINDOW_MILLISECONDS_MAX) return end(true);
      timer = setTimeout(look, LOOK_MILLISECONDS);
    };
    addEventListener("message", listen);
    timer = setTimeout(look, LOOK_MILLISECONDS);
  });
}

/** The window in which the network asks a consumer for what is missing. Only a click may open one. */
class ConsumerWindow {
  #reference;
  #isOwn;

  constructor(reference) {
    this.#isOwn = !reference;
    this.#reference = reference ?? window.open("", "muster-checkout", WINDOW_FEATURES);
  }

  close() {
    try {
      if (this.#reference && this.#reference !== window) this.#reference.close();
    } catch {
      // It is gone already.
    }
  }

  /**
   * Shows a page of the network and waits until it is over.
   *
   * @param isWord whether a message is the page's word that it is.
   * @param ask gives what it came to.
   */
  show(address, network, isWord, ask) {
    const reference = this.#reference;
    if (!reference || reference.closed) {
      const hint = this.#isOwn ? "The browser did not open a window." : "The window is closed.";
      throw refuse("UNABLE_TO_CONNECT", `${hint} Open it in the click and give it as windowRef.`);
    }
    reference.location.replace(address);
    return untilOver(reference, network, isWord, () => reference.closed, ask);
  }
}

/** The place in the shop's page where the network's page is shown. */
class ConsumerFrame {
  #place;
  #frame;

  constructor(place) {
    this.#place = place;
  }

  close() {
    this.#frame?.remove();
  }

  /** The same as in a window of its own. The network lets the shop's origin alone do this. */
  show(address, network, isWord, ask) {
    if (!this.#place.isConnected) throw refuse("INVALID_PARAMETER", "The element is not in the page.");
    const frame = this.#place.ownerDocument.createElement("iframe");
    frame.title = "Click to Pay";
    // By script: the shop's policy need not allow styles in markup.
    Object.assign(frame.style, { border: "0", display: "block", width: "100%", height: "44rem", maxHeight: "90vh" });
    frame.src = address;
    this.#frame = frame;
    this.#place.replaceChildren(frame);
    return untilOver(frame.contentWindow, network, isWord, () => !frame.isConnected, ask);
  }
}

/** A window that the shop has opened, or an element of its page. */
function consumerView(reference) {
  if (reference && reference !== window && reference.window === reference) return new ConsumerWindow(reference);
  if (reference?.ownerDocument === document && typeof reference.replaceChildren === "function") {
    return new ConsumerFrame(reference);
  }
  throw refuse("INVALID_PARAMETER", "windowRef must be a window that this page has opened, or an element of it.");
}

