// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

const WINDOW_FEATURES = "popup,width=480,height=760";
const WINDOW_MILLISECONDS_MAX = 16 * 60_000;
const LOOK_MILLISECONDS = 400;
const OVER_TYPE = "muster.checkout.over";

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
   * Shows a page of the network and waits until it is over. The page says so to the shop's origin and to nobody else;
   * what it came to is asked of the network, which tells it to this shop alone. The same when it is closed.
   *
   * @param ask gives what the checkout came to.
   */
  show(address, network, id, ask) {
    const reference = this.#reference;
    if (!reference || reference.closed) {
      const hint = this.#isOwn ? "The browser did not open a window." : "The window is closed.";
      throw refuse("UNABLE_TO_CONNECT", `${hint} Open it in the click and give it as windowRef.`);
    }
    reference.location.replace(address);
    return new Promise((resolve, reject) => {
      const start = performance.now();
      let timer;
      const end = () => {
        clearTimeout(timer);
        removeEventListener("message", listen);
        ask().then(resolve, reject);
      };
      const listen = ({ origin, data }) => {
        if (origin === network && data?.type === OVER_TYPE && data.dcfSessionId === id) end();
      };
      const look = () => {
        if (reference.closed || performance.now() - start > WINDOW_MILLISECONDS_MAX) return end();
        timer = setTimeout(look, LOOK_MILLISECONDS);
      };
      addEventListener("message", listen);
      timer = setTimeout(look, LOOK_MILLISECONDS);
    });
  }
}

