// The document in which receipts and opened ballots are checked, on any device. A link may bring one, after its `#`, which no
// server sees: `#receipt=ENTRY` or `#challenge=TEXT`.

import { Booth, keepForLater, read } from "./booth.js";
import { fill, h } from "./dom.js";
import { sayError } from "./errors.js";
import { beginning, code } from "./parts.js";
import { Server } from "./server.js";
import { Words } from "./words.js";

const { dataset, lang } = document.documentElement;
const root = new URL(dataset.root, document.baseURI);

/** No receipt and no challenge is longer, in bytes. */
const MAX_FILE = 100_000;

class Check {
  constructor(booth, server, election, words) {
    Object.assign(this, { booth, server, election, words });
    this.outcome = h("div", { class: "outcome", tabindex: "-1" });
  }

  begin(place) {
    fill(place, this.outcome, this.form("receipt", (text) => this.receipt(text)), this.form("challenge", (text) => this.challenge(text)));
    const [kind, text] = takeAsked();
    if (kind === "receipt") this.run(async () => this.receipt(await this.server.receipt(text)));
    if (kind === "challenge") this.run(() => this.challenge(text));
  }

  /** Takes a text, by a file or typed. */
  form(kind, check) {
    const { words } = this;
    const [file, text] = [`${kind}-file`, `${kind}-text`];
    const chosen = async ({ target }) => {
      const [given] = target.files;
      if (given) this.run(async () => check(await (given.size > MAX_FILE ? "" : given.text())));
    };
    const typed = h("textarea", { id: text, rows: "3", autocomplete: "off", spellcheck: "false", maxlength: String(MAX_FILE) });
    const submit = (event) => {
      event.preventDefault();
      this.run(() => check(typed.value));
    };
    return h(
      "section",
      { "aria-labelledby": `${kind}-heading` },
      h("h2", { id: `${kind}-heading` }, words.say(`check-${kind}`)),
      h("p", {}, words.say(`check-${kind}-what`)),
      h("p", { class: "field" }, h("label", { for: file }, words.say("check-file")), h("input", { id: file, type: "file", onchange: chosen })),
      h(
        "details",
        {},
        h("summary", {}, words.say("check-text")),
        h(
          "form",
          { onsubmit: submit },
          h("p", { class: "field" }, h("label", { for: text }, words.say(`check-${kind}-text`)), typed),
          h("button", { type: "submit" }, words.say("check")),
        ),
      ),
    );
  }

  /** Shows what comes out, whatever it is. */
  async run(check) {
    fill(this.outcome, h("p", { class: "note", role: "status" }, this.words.say("checking")));
    try {
      fill(this.outcome, await check());
    } catch (error) {
      fill(this.outcome, h("p", { class: "note warn", role: "alert" }, sayError(this, error)));
    }
    this.outcome.focus();
    this.outcome.scrollIntoView();
  }

  async receipt(text) {
    const { words } = this;
    const recorded = await this.booth.ask("openReceipt", text);
    const district = this.election.districts[recorded.district];
    return [
      h("h2", {}, words.say("proved-heading")),
      h("p", { class: "note good" }, words.say("proved-what", { entry: recorded.entry, district: district.name })),
      code(this, recorded.tracker),
      h("p", {}, words.say("proved-compare")),
      h("p", { class: "note" }, await this.standing(recorded)),
    ];
  }

  /** Whether it counts, which no receipt proves: the server says it, and a verifier proves it. */
  async standing({ district, credential, tracker }) {
    const { words } = this;
    const standing = await this.server.standing(district, credential).catch(() => null);
    if (!standing) return words.say("counts-unknown");
    const last = standing.ballots.at(-1)?.tracker;
    if (standing.standing === "paper") return words.say("counts-paper");
    if (standing.standing !== "active") return words.say("counts-revoked");
    if (last === undefined) return words.say("counts-unknown");
    return last === tracker ? words.say("counts") : words.say("counts-not", { tracker: beginning(last) });
  }

  async challenge(text) {
    const { words } = this;
    const { tracker, district: index, points } = await this.booth.ask("openChallenge", text);
    const district = this.election.districts[index];
    const chosen = district.projects.map((project, position) => ({ ...project, points: points[position] })).filter((it) => it.points > 0);
    const line = ({ name, cost, points: given }) =>
      h("li", {}, h("span", { class: "name" }, name), h("span", { class: "cost" }, district.points > 1 ? words.say("points", { count: given }) : words.money(cost)));
    return [
      h("h2", {}, words.say("shown-heading", { district: district.name })),
      chosen.length > 0 ? h("ul", { class: "review" }, chosen.map(line)) : h("p", { class: "note" }, words.say("review-nothing")),
      code(this, tracker),
      h("p", { class: "note" }, words.say("shown-compare")),
    ];
  }
}

/** What the address asks for, which then holds it no more. */
function takeAsked() {
  const asked = location.hash.slice(1).split("=");
  if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  return asked;
}

async function main() {
  const place = document.getElementById("check");
  const table = await read(root, `words.${lang}.json`);
  const words = new Words(table, lang, { currency: "", decimals: 0 });
  keepForLater(root);
  try {
    const server = new Server(new URL(dataset.board ?? root, root), lang);
    const [booth, opening] = await Promise.all([Booth.start(root), server.opening()]);
    const election = await booth.open(opening);
    new Check(booth, server, election, new Words(table, lang, election)).begin(place);
  } catch (error) {
    fill(place, h("p", { class: "note warn", role: "alert" }, sayError({ words }, error)));
  }
}

main().catch(() => {
  document.getElementById("broken").hidden = false;
});
