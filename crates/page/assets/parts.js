// Parts of which several steps are made.

import { h } from "./dom.js";

/** Characters of a tracking code in a group, and groups in a line. */
const GROUP = 4;
const GROUPS_IN_LINE = 4;

/** A tracking code, whole and in groups. */
export function code({ words }, tracker) {
  const lines = grouped(tracker).split(" ");
  const rows = [];
  for (let at = 0; at < lines.length; at += GROUPS_IN_LINE) rows.push(lines.slice(at, at + GROUPS_IN_LINE).join(" "));
  return h(
    "figure",
    { class: "tracker", role: "figure", "aria-label": words.say("tracking-code") },
    h("figcaption", {}, words.say("tracking-code")),
    h("code", { "data-tracker": tracker, dir: "ltr" }, rows.map((row) => h("span", {}, `${row} `))),
  );
}

/** Characters in groups, as people compare them. */
export function grouped(tracker) {
  return tracker.match(new RegExp(`.{${GROUP}}`, "g")).join(" ");
}

/** The first two groups of a tracking code, which tell it from others. */
export function beginning(tracker) {
  return grouped(tracker.slice(0, 2 * GROUP));
}

/** Buttons and links in a row. */
export function actions(...buttons) {
  return h("p", { class: "actions" }, buttons);
}

/** Back to the step before. */
export function back({ words }, onBack) {
  return h("button", { type: "button", class: "quiet", onclick: onBack }, words.say("back"));
}

/** A link that saves a text as a file. */
export function saved({ words }, id, text, file, kind) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  return h("a", { class: `button ${kind}`, href: url, download: file }, words.say(id));
}

/** A QR code that the worker has made, with what it is for. */
export function picture({ size, path }, says) {
  const SVG = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", says);
  const modules = document.createElementNS(SVG, "path");
  modules.setAttribute("d", path);
  svg.append(modules);
  return h("figure", { class: "qr", role: "figure", "aria-label": says }, svg, h("figcaption", {}, says));
}

/** A button that does its work once, however often it is pressed. */
export function once(button, work, meanwhile) {
  button.addEventListener("click", () => {
    if (button.disabled) return;
    button.disabled = true;
    if (meanwhile) button.textContent = meanwhile;
    work();
  });
  return button;
}
