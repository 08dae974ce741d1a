// Choose projects: the cards, and the bar that stays in sight.

import { fill, h } from "./dom.js";
import { isolated } from "./words.js";

/** Choose projects: the cards, and the bar that stays in sight. */
export function choose(vote, { order, withdrawn, onContinue }) {
  const { words, district, ballot } = vote;
  const cards = order.map((position) => card(vote, position, withdrawn.includes(position), () => update()));
  const found = h("p", { class: "found", role: "status" });
  const search = h("input", { id: "search", type: "search", autocomplete: "off", oninput: () => filter() });
  // What is announced when it changes must be there before.
  const spent = h("div", { class: "sums", role: "status" });
  const missing = h("div", { role: "status" });
  const onwards = h("button", { type: "button", onclick: onContinue }, words.say("continue"));
  const bar = h("section", { class: "bar", "aria-label": words.say("bar") }, spent, missing, onwards);
  const categories = [...new Set(cards.map(({ category }) => category).filter((category) => category))].sort();
  const filterBy = h(
    "select",
    { id: "category", onchange: () => filter() },
    h("option", { value: "" }, words.say("all-categories")),
    categories.map((category) => h("option", { value: category }, category)),
  );
  const list = h("ul", { class: "projects" }, cards.map(({ element }) => element));
  const heading = h("h3", { tabindex: "-1" }, words.say("bar"));

  function filter() {
    const wanted = folded(search.value.trim());
    const shown = cards.filter(({ element, text, category }) => {
      element.hidden = !text.includes(wanted) || (filterBy.value !== "" && category !== filterBy.value);
      return !element.hidden;
    });
    found.textContent = wanted || filterBy.value ? words.say("search-found", { count: shown.length }) : "";
  }

  function update() {
    cards.forEach(({ refresh }) => refresh());
    const lacks = ballot.missing();
    fill(spent, sums(vote).map((line) => h("p", {}, line)));
    fill(missing, lacks.map((each) => h("p", { class: "missing" }, sayMissing(vote, each))));
    onwards.disabled = lacks.length > 0;
  }

  update();
  fill(
    vote.place,
    h("p", { class: "shuffled" }, words.say("shuffled")),
    district.projects.length > 8 &&
      h("p", { class: "search" }, h("label", { for: "search" }, words.say("search")), search),
    categories.length > 1 &&
      h("p", { class: "search" }, h("label", { for: "category" }, words.say("category")), filterBy),
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
  const extra = vote.extras.get(position);
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
    extra?.cloneNode(true),
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
  const text = folded(`${project.name} ${project.id} ${extra?.textContent ?? ""}`);
  return { element, refresh, text, category: extra?.dataset.category };
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

/** For a search that heeds neither capitals nor accents. */
function folded(text) {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();
}
