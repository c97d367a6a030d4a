// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

const WINDOW_FEATURES = "popup,width=480,height=760";
const WINDOW_MILLISECONDS_MAX = 16 * 60_000;
const LOOK_MILLISECONDS = 400;
const RESULT_TYPE = "muster.checkout";

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
   * Shows a page of the network and waits for what it comes to. The page tells this one, and nobody but its origin;
   * when it is closed without a word the network is asked.
   *
   * @param ask gives the result, or undefined while there is none.
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
      const end = (settle, value) => {
        clearTimeout(timer);
        removeEventListener("message", listen);
        settle(value);
      };
      const listen = (event) => {
        const { data } = event;
        if (event.origin !== network || data?.type !== RESULT_TYPE || data.dcfSessionId !== id) return;
        end(resolve, data.result);
      };
      const look = async () => {
        const isOver = performance.now() - start > WINDOW_MILLISECONDS_MAX;
        if (reference.closed || isOver) {
          try {
            // What it said last may still be on its way.
            await new Promise((next) => setTimeout(next, LOOK_MILLISECONDS));
            return end(resolve, (await ask()) ?? { dcfActionCode: "CANCEL" });
          } catch (error) {
            return end(reject, error);
          }
        }
        timer = setTimeout(look, LOOK_MILLISECONDS);
      };
      addEventListener("message", listen);
      timer = setTimeout(look, LOOK_MILLISECONDS);
    });
  }
}

