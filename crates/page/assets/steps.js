// The steps of a vote on one budget. Each is a function that fills the place of the projects in the document, and returns
// where the focus goes.

import { fill, h } from "./dom.js";
import { isolated } from "./words.js";

/** Characters of a tracking code in a group, and groups in a line. */
const GROUP = 4;
const GROUPS_IN_LINE = 4;

/** Choose projects: the cards, and the bar that stays in sight. */
export function choose(vote, { order, withdrawn, onContinue }) {
  const { words, district, ballot } = vote;
  const cards = order.map((position) => card(vote, position, withdrawn.includes(position), () => update()));
  const found = h("p", { class: "found", role: "status" });
  const search = h("input", { id: "search", type: "search", autocomplete: "off", oninput: () => filter() });
  const bar = h("section", { class: "bar", "aria-label": words.say("bar") });
  const list = h("ul", { class: "projects" }, cards.map(({ element }) => element));
  const heading = h("h3", { tabindex: "-1" }, words.say("bar"));

  function filter() {
    const wanted = folded(search.value.trim());
    const shown = cards.filter(({ element, text }) => {
      element.hidden = !text.includes(wanted);
      return !element.hidden;
    });
    found.textContent = wanted ? words.say("search-found", { count: shown.length }) : "";
  }

  function update() {
    cards.forEach(({ refresh }) => refresh());
    const missing = ballot.missing();
    fill(
      bar,
      h("div", { class: "sums", role: "status" }, sums(vote).map((line) => h("p", {}, line))),
      missing.map((each) => h("p", { class: "missing" }, sayMissing(vote, each))),
      h("button", { type: "button", disabled: missing.length > 0, onclick: onContinue }, words.say("continue")),
    );
  }

  update();
  fill(
    vote.place,
    h("p", { class: "shuffled" }, words.say("shuffled")),
    district.projects.length > 8 &&
      h("p", { class: "search" }, h("label", { for: "search" }, words.say("search")), search),
    found,
    heading,
    list,
    bar,
  );
  return heading;
}

function card(vote, position, isWithdrawn, onChange) {
  const { words, district, ballot } = vote;
  const project = district.projects[position];
  const why = h("p", { class: "why", id: `why-${position}` });
  const change = (points) => {
    ballot.give(position, points);
    onChange();
  };
  const control = district.points === 1 ? toggle(vote, position, change) : stepper(vote, position, change);
  const element = h(
    "li",
    { class: "project" },
    h("h4", { id: `name-${position}` }, project.name),
    h("p", { class: "cost" }, words.money(project.cost)),
    isWithdrawn && h("p", { class: "warn" }, words.say("withdrawn")),
    control.element,
    why,
  );
  const refresh = () => {
    const points = ballot.points[position];
    const tooMuch = points < district.points ? ballot.why(position, points + 1) : null;
    element.classList.toggle("is-chosen", points > 0);
    why.textContent = tooMuch && points === 0 ? sayWhy(vote, tooMuch) : "";
    control.refresh(points, tooMuch);
  };
  return { element, refresh, text: folded(`${project.name} ${project.id}`) };
}

/** Chosen or not. What does not fit can be reached all the same, so that everybody learns why. */
function toggle({ words, district }, position, change) {
  const name = isolated(district.projects[position].name);
  let points = 0;
  let tooMuch = null;
  const label = h("span");
  const button = h("button", {
    type: "button",
    class: "toggle",
    "aria-describedby": `why-${position}`,
    onclick: () => change(points === 0 && !tooMuch ? 1 : 0),
  }, label);
  const refresh = (now, why) => {
    [points, tooMuch] = [now, why];
    label.textContent = words.say(points ? "remove" : "choose");
    button.setAttribute("aria-label", words.say(points ? "remove-name" : "choose-name", { name }));
    button.setAttribute("aria-pressed", String(points > 0));
    button.setAttribute("aria-disabled", String(points === 0 && tooMuch !== null));
  };
  return { element: button, refresh };
}

/** Points, one by one. */
function stepper({ words, district }, position, change) {
  const name = isolated(district.projects[position].name);
  let points = 0;
  const button = (id, sign, by) =>
    h("button", {
      type: "button",
      "aria-label": words.say(id, { name }),
      "aria-describedby": `why-${position}`,
      onclick: () => change(Math.min(Math.max(points + by, 0), district.points)),
    }, sign);
  const [fewer, more] = [button("fewer-name", "−", -1), button("more-name", "+", 1)];
  const shown = h("output", { "aria-live": "polite" });
  const refresh = (now, why) => {
    points = now;
    shown.textContent = words.say("points", { count: points });
    fewer.setAttribute("aria-disabled", String(points === 0));
    more.setAttribute("aria-disabled", String(points === district.points || why !== null));
  };
  const label = words.say("points-name", { name });
  return { element: h("div", { class: "stepper", role: "group", "aria-label": label }, fewer, shown, more), refresh };
}

/** What is spent, given and left, a line each. */
function sums({ words, district, ballot }) {
  if (ballot.isEmpty) return [words.say("bar-nothing")];
  const lines = [words.say("bar-projects", { count: ballot.chosen.length })];
  for (const limit of district.limits) {
    if (limit.bound !== "at most" || limit.projects !== null) continue;
    const left = limit.amount - ballot.sum(limit);
    if (limit.measure === "cost") {
      const spent = { spent: words.money(ballot.sum(limit)), amount: words.money(limit.amount) };
      lines.push(`${words.say("spent", spent)}, ${words.say("left-money", { left: words.money(left) })}`);
    } else {
      lines.push(words.say(`left-${limit.measure}`, { left }));
    }
  }
  return lines;
}

function sayWhy({ words }, { limit, over }) {
  const amount = limit.measure === "cost" ? words.money(limit.amount) : limit.amount;
  return words.say(`why-${limit.measure}${limit.projects ? "-of" : ""}`, { over: words.money(over), amount });
}

function sayMissing({ words, district }, { limit, amount }) {
  const names = limit.projects?.map((position) => isolated(district.projects[position].name)).join(", ");
  const missing = limit.measure === "cost" ? words.money(amount) : amount;
  return words.say(`missing-${limit.measure}${limit.projects ? "-of" : ""}`, { amount: missing, names });
}

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
    last && h("p", { class: "note" }, words.say("replaces", { tracker: grouped(last.tracker.slice(0, 2 * GROUP)) })),
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

/** The ballot is recorded, and the proof was checked. */
export function done(vote, { tracker, receipt, entry, onChange }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("done-heading"));
  const url = URL.createObjectURL(new Blob([receipt], { type: "text/plain" }));
  const file = `receipt-${vote.index}-${tracker.slice(0, 8)}.tlog-proof`;
  fill(
    vote.place,
    heading,
    h("p", { class: "note good" }, words.say("done-what", { entry })),
    code(vote, tracker),
    h("p", {}, words.say("receipt-why")),
    actions(
      h("a", { class: "button main", href: url, download: file }, words.say("receipt-save")),
      h("button", { type: "button", class: "quiet", onclick: () => window.print() }, words.say("receipt-print")),
      h("button", { type: "button", class: "quiet", onclick: onChange }, words.say("change")),
    ),
  );
  return heading;
}

/** The ballot was opened, for another device to check. */
export function opened(vote, { tracker, opening, onAgain }) {
  const { words } = vote;
  const heading = h("h3", { tabindex: "-1" }, words.say("opened-heading"));
  const url = URL.createObjectURL(new Blob([`${opening}\n`], { type: "text/plain" }));
  const file = `challenge-${vote.index}-${tracker.slice(0, 8)}.txt`;
  fill(
    vote.place,
    heading,
    h("p", {}, words.say("opened-how")),
    code(vote, tracker),
    actions(
      h("a", { class: "button", href: url, download: file }, words.say("opened-save")),
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

/** What an error means to a voter. */
export function sayError({ words }, error) {
  const { name, code: reason, message: detail } = error;
  const known = {
    unanswered: "wrong-connection",
    page: "wrong-page",
    opening: "wrong-election",
    "other-election": "wrong-election",
    receipt: "wrong-receipt",
    unproven: "wrong-unanswered",
    "not-on-roll": "not-on-roll",
    revoked: "revoked",
    paper: "paper",
  };
  const refused = { phase: "wrong-closed", late: "wrong-closed", busy: "wrong-busy", unavailable: "wrong-busy", revoked: "revoked", paper: "paper", roll: "not-on-roll" };
  if (name === "stale") return words.say("wrong-stale", { tracker: grouped(error.tracker.slice(0, 2 * GROUP)) });
  if (name === "refused") return words.say(refused[reason] ?? "wrong-refused", { detail });
  return words.say(known[name] ?? "wrong-other", { detail });
}

function code({ words }, tracker) {
  const lines = grouped(tracker).split(" ");
  const rows = [];
  for (let at = 0; at < lines.length; at += GROUPS_IN_LINE) rows.push(lines.slice(at, at + GROUPS_IN_LINE).join(" "));
  return h(
    "figure",
    { class: "tracker" },
    h("figcaption", {}, words.say("tracking-code")),
    h("code", { "data-tracker": tracker, dir: "ltr" }, rows.map((row) => h("span", {}, `${row} `))),
  );
}

function grouped(tracker) {
  return tracker.match(new RegExp(`.{${GROUP}}`, "g")).join(" ");
}

function actions(...buttons) {
  return h("p", { class: "actions" }, buttons);
}

function back({ words }, onBack) {
  return h("button", { type: "button", class: "quiet", onclick: onBack }, words.say("back"));
}

/** A button that does its work once, however often it is pressed. */
function once(button, work, meanwhile) {
  button.addEventListener("click", () => {
    if (button.disabled) return;
    button.disabled = true;
    if (meanwhile) button.textContent = meanwhile;
    work();
  });
  return button;
}

/** For a search that heeds neither capitals nor accents. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();
}
