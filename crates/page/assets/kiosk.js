// A device that many use, at an address that ends with ?kiosk: it forgets everything when somebody is done, or gone.

import { h } from "./dom.js";

/** After how long without a touch it asks, and how long it then waits, in seconds. */
const IDLE = 120;
const WARNING = 60;

const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "scroll", "input"];

export function isKiosk() {
  return new URLSearchParams(location.search).has("kiosk");
}

export class Kiosk {
  /** Begins to wait once somebody is there. `home` is where the next person begins. */
  constructor(words, home, { idle = IDLE, warning = WARNING } = {}) {
    Object.assign(this, { words, home, idle, warning });
    for (const link of document.querySelectorAll("a[href]")) stay(link);
    for (const sign of SIGNS_OF_LIFE) {
      document.addEventListener(sign, () => this.isAlive(), { passive: true, capture: true });
    }
    // The back button must not show what the last person did.
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.end());
  }

  isAlive() {
    if (this.dialog) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.warn(), this.idle * 1_000);
  }

  /** Asks whether somebody is there; any answer is one. */
  warn() {
    const { words } = this;
    let left = this.warning;
    const says = h("p", { role: "timer" });
    const goOn = h("button", { type: "button", class: "main", onclick: () => this.goOn() }, words.say("kiosk-go-on"));
    const end = h("button", { type: "button", class: "quiet", onclick: () => this.end() }, words.say("kiosk-end"));
    const heading = h("h2", { id: "kiosk-heading" }, words.say("kiosk-heading"));
    const what = h("p", { "aria-live": "assertive" }, words.say("kiosk-what", { seconds: left }));
    this.dialog = h("dialog", { "aria-labelledby": "kiosk-heading", oncancel: () => this.goOn() }, heading, what, says, goOn, end);
    document.body.append(this.dialog);
    this.dialog.showModal();
    goOn.focus();
    const tick = () => {
      says.textContent = words.say("kiosk-left", { seconds: left });
      if (left === 0) this.end();
      left -= 1;
    };
    tick();
    this.countdown = setInterval(tick, 1_000);
  }

  goOn() {
    clearInterval(this.countdown);
    this.dialog.remove();
    this.dialog = null;
    this.isAlive();
  }

  /** Forgets, and begins anew. */
  end() {
    clearInterval(this.countdown);
    sessionStorage.clear();
    this.onEnd?.();
    document.body.replaceChildren();
    location.replace(this.home);
  }
}

/** A link within the page that keeps to this mode. */
function stay(link) {
  const url = new URL(link.href);
  if (url.origin !== location.origin) return;
  url.searchParams.set("kiosk", "");
  link.href = url.href;
}
