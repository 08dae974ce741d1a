// The steps of a vote on one budget that follow the choice. Each is a function that fills the place of the projects in the
// document, and returns where the focus goes.

import { fill, h } from "./dom.js";
import { sayError } from "./errors.js";
import { actions, back, beginning, code, once, picture, saved } from "./parts.js";
import { isolated } from "./words.js";

/** Ask for the voting codes. `check(codes)` refuses with an error that has the position of a code, or with words. */
export function identify(vote, { given, check, onBack, onKnown }) {
  const { words, registrars } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("identify-heading"));
  const fields = registrars.map((name, at) => {
    const id = `code-${at}`;
    const error = h("p", { class: "error", id: `${id}-error` });
    const input = h("input", {
      id,
      name: id,
      type: "text",
      required: true,
      autocomplete: "off",
      autocapitalize: "characters",
      spellcheck: "false",
      value: given[at] ?? "",
      "aria-describedby": `${id}-error ${id}-hint`,
    });
    const label = words.say("code-of", { name: isolated(name) });
    const hint = h("p", { class: "hint", id: `${id}-hint` }, words.say("code-hint"));
    return { input, error, element: h("div", { class: "field" }, h("label", { for: id }, label), hint, error, input) };
  });
  const button = h("button", { type: "submit" }, words.say("continue"));
  const problem = h("p", { class: "error", role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    button.textContent = words.say("checking");
    problem.textContent = "";
    fields.forEach(({ input, error }) => {
      error.textContent = "";
      input.removeAttribute("aria-invalid");
    });
    try {
      await check(fields.map(({ input }) => input.value));
      onKnown();
      return;
    } catch (error) {
      const field = fields[error.at];
      if (field) {
        const count = field.input.value.replace(/[\s\p{Dash}]/gu, "").length;
        field.error.textContent = words.say(error.name, { count });
        field.input.setAttribute("aria-invalid", "true");
        field.input.focus();
      } else {
        problem.textContent = sayError(vote, error);
      }
    }
    button.disabled = false;
    button.textContent = words.say("continue");
  };
  fill(
    vote.place,
    heading,
    h("p", {}, words.say("identify-why"), registrars.length > 1 ? ` ${words.say("identify-several")}` : ""),
    h("form", { novalidate: true, onsubmit: submit }, fields.map(({ element }) => element), problem, actions(button, back(vote, onBack))),
  );
  return heading;
}

/** Show the whole ballot, before it is sealed. */
export function review(vote, { onBack, onSeal }) {
  const { words, ballot, standing } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("review-heading"));
  const last = standing.ballots.at(-1);
  fill(
    vote.place,
    heading,
    list(vote),
    last && h("p", { class: "note" }, words.say("replaces", { tracker: beginning(last.tracker) })),
    actions(
      once(h("button", { type: "button" }, words.say("seal")), onSeal, words.say("sealing")),
      back(vote, onBack),
    ),
  );
  return heading;

  function list() {
    if (ballot.isEmpty) return h("p", { class: "note" }, words.say("review-nothing"));
    return [
      h("ul", { class: "review" }, ballot.chosen.map((position) => line(vote, position))),
      h("p", { class: "total" }, words.say("review-total", { amount: words.money(ballot.cost) })),
    ];
  }
}

function line({ words, district, ballot }, position) {
  const { name, cost } = district.projects[position];
  const points = district.points > 1 && words.say("points", { count: ballot.points[position] });
  return h("li", {}, h("span", { class: "name" }, name), h("span", { class: "cost" }, points || words.money(cost)));
}

/** The ballot is sealed, and nothing is cast: cast it, challenge it, or throw it away. */
export function decide(vote, { tracker, onCast, onChallenge, onThrowAway }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("sealed-heading"));
  fill(
    vote.place,
    heading,
    h("p", { class: "note warn" }, words.say("sealed-not-cast")),
    code(vote, tracker),
    h("p", {}, words.say("tracker-copy")),
    actions(once(h("button", { type: "button", class: "main" }, words.say("cast")), onCast, words.say("casting"))),
    h(
      "details",
      {},
      h("summary", {}, words.say("challenge")),
      h("p", {}, words.say("challenge-why")),
      once(h("button", { type: "button", class: "quiet" }, words.say("challenge")), onChallenge),
    ),
    once(h("button", { type: "button", class: "quiet" }, words.say("throw-away")), onThrowAway),
  );
  return heading;
}

/** A ballot was sent, and there is no receipt. */
export function failed(vote, { error, tracker, onAgain, onBack }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("sealed-heading"));
  fill(
    vote.place,
    onAgain ? heading : null,
    h("p", { class: "note warn", role: "alert" }, sayError(vote, error)),
    code(vote, tracker),
    actions(
      onAgain && once(h("button", { type: "button", class: "main" }, words.say("try-again")), onAgain, words.say("casting")),
      onBack && back(vote, onBack),
    ),
  );
  return onAgain ? heading : vote.place;
}

/** A ballot that was sent before, and of which nobody knows whether it arrived. */
export function unfinished(vote, { tracker, onSend, onForget }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("unfinished-heading"));
  fill(
    vote.place,
    heading,
    h("p", { class: "note warn" }, words.say("unfinished-what")),
    code(vote, tracker),
    actions(
      once(h("button", { type: "button", class: "main" }, words.say("unfinished-send")), onSend, words.say("casting")),
      once(h("button", { type: "button", class: "quiet" }, words.say("unfinished-forget")), onForget),
    ),
  );
  return heading;
}

/** The ballot is recorded, and the proof was checked. `link` is the QR code of the page that checks it anywhere. */
export function done(vote, { tracker, receipt, entry, link, others, onChange, onFinish }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("done-heading"));
  const file = `receipt-${vote.index}-${tracker.slice(0, 8)}.tlog-proof`;
  fill(
    vote.place,
    heading,
    h("p", { class: "note good" }, words.say("done-what", { entry })),
    code(vote, tracker),
    h("p", {}, words.say("receipt-why")),
    actions(
      onFinish && once(h("button", { type: "button", class: "main" }, words.say("finish")), onFinish),
      !onFinish && saved(vote, "receipt-save", receipt, file, "main"),
      h("button", { type: "button", class: "quiet", onclick: () => window.print() }, words.say("receipt-print")),
      h("button", { type: "button", class: "quiet", onclick: onChange }, words.say("change")),
    ),
    picture(link, words.say("receipt-scan")),
    others.length > 0 && remaining(vote, others),
  );
  return heading;
}

/** The other budgets of the election, and on which of them this device has voted. */
function remaining({ words }, others) {
  const line = ({ name, isDone, onGo, href }) => {
    const link = h("a", { href, onclick: onGo }, name);
    return h("li", {}, link, isDone && h("span", { class: "good" }, ` ${words.say("other-done")}`));
  };
  return h(
    "section",
    { class: "others", "aria-labelledby": "others" },
    h("h4", { id: "others" }, words.say("others-heading")),
    h("p", {}, words.say("others-what")),
    h("ul", {}, others.map(line)),
  );
}

/** The ballot was opened, for another device to check. `link` is the QR code for it. */
export function opened(vote, { tracker, opening, link, onAgain }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("opened-heading"));
  const file = `challenge-${vote.index}-${tracker.slice(0, 8)}.txt`;
  fill(
    vote.place,
    heading,
    h("p", {}, words.say("opened-how")),
    picture(link, words.say("opened-scan")),
    code(vote, tracker),
    actions(
      saved(vote, "opened-save", `${opening}\n`, file, "quiet"),
      h("button", { type: "button", class: "quiet", onclick: onAgain }, words.say("seal-again")),
    ),
  );
  return heading;
}

/** Nothing can be done here. */
export function stopped(vote, error) {
  const note = h("p", { class: "note warn", role: "alert", tabindex: "-1" }, sayError(vote, error));
  vote.place.prepend(note);
  return note;
}
