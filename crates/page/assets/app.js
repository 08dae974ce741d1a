// The voting booth in a document: reads the signed definition, and leads through the steps of a vote.

import { Booth, keepForLater, read } from "./booth.js";
import { choose } from "./choose.js";
import { shuffled } from "./dom.js";
import { drop, hasVoted, keep, kept, voted } from "./keep.js";
import { isKiosk, Kiosk } from "./kiosk.js";
import { Ballot } from "./limits.js";
import { Server, Unanswered } from "./server.js";
import * as steps from "./steps.js";
import { Words } from "./words.js";

const { dataset, lang } = document.documentElement;
const root = new URL(dataset.root, document.baseURI);
const NOTHING = "0".repeat(64);

/** How often a ballot is sent again by itself where the server asks to come back. */
const ATTEMPTS = 8;

/** What refuses a ballot for ever: sending it again changes nothing. */
const FINAL = ["phase", "late", "revoked", "paper", "roll", "rules", "unreadable", "signature", "proof"];

class Vote {
  constructor(booth, server, election, words, index, kiosk) {
    Object.assign(this, { booth, server, election, words, index, kiosk });
    this.place = document.getElementById("booth");
    this.title = document.title;
    this.district = election.districts[index];
    this.registrars = election.registrars;
    this.extras = extrasOf(this.place);
    this.ballot = new Ballot(this.district);
    this.order = shuffled(this.district.projects.keys());
    this.codes = takeCodes();
  }

  async begin() {
    const { phase, districts } = await this.server.election();
    if (phase !== "voting") throw named("closed");
    this.withdrawn = districts[this.index].withdrawn;
    window.addEventListener("beforeunload", (event) => {
      if (this.isAtRisk) event.preventDefault();
    });
    window.addEventListener("popstate", ({ state }) => this.return(state?.step ?? "choose"));
    if (this.kiosk) this.kiosk.onEnd = () => this.forgetAll();
    else this.sent = kept(this.election.electionId, this.index);
    if (this.sent) this.show("unfinished", { isNew: false });
    else this.show("choose", { isNew: false, hasFocus: false });
  }

  /** Shows a step, and puts it into the browser's history unless it is already there. */
  show(step, { isNew = true, hasFocus = true } = {}) {
    if (isNew) history.pushState({ step }, "");
    const focus = this[step]();
    document.title = hasFocus ? `${focus.textContent} · ${this.title}` : this.title;
    if (!hasFocus) return;
    focus.focus({ preventScroll: true });
    document.getElementById("budget").scrollIntoView();
  }

  /** The back button: to any step but those that can't be undone. A sealed ballot that is left is thrown away; while one is on
   * its way nothing is left. */
  return(step) {
    if (this.isBusy) {
      history.pushState({ step: "decide" }, "");
      return;
    }
    if (this.tracker) this.forget();
    this.show(step === "review" && !this.credential ? "identify" : step, { isNew: false });
  }

  forget() {
    if (this.isSealed) this.booth.ask("throwAway");
    Object.assign(this, { tracker: null, sent: null, receipt: null, isSealed: false, isAtRisk: false });
  }

  /** Nothing of this voter is left in this document. */
  forgetAll() {
    this.isAtRisk = false;
    this.booth.end();
  }

  unfinished() {
    return steps.unfinished(this, {
      tracker: this.sent.tracker,
      onSend: () => this.cast(),
      onForget: () => {
        drop(this.election.electionId, this.sent.tracker);
        this.forget();
        this.show("choose");
      },
    });
  }

  choose() {
    const { order, withdrawn } = this;
    return choose(this, { order, withdrawn, onContinue: () => this.show("identify") });
  }

  identify() {
    return steps.identify(this, {
      given: this.codes,
      check: (codes) => this.know(codes),
      onBack: () => history.back(),
      onKnown: () => this.show("review"),
    });
  }

  /** Whether these codes may vote here. */
  async know(codes) {
    for (const [at, typed] of codes.entries()) {
      await this.booth.ask("checkCode", typed).catch((error) => {
        throw Object.assign(error, { at });
      });
    }
    const credential = await this.booth.ask("identify", this.index, codes);
    const standing = await this.server.standing(this.index, credential);
    if (standing === null) throw named("not-on-roll");
    if (standing.standing === "paper") throw named("paper");
    if (standing.standing !== "active") throw named("revoked");
    Object.assign(this, { codes, credential, standing });
  }

  review() {
    return steps.review(this, { onBack: () => history.back(), onSeal: () => this.seal() });
  }

  async seal() {
    try {
      this.tracker = await this.booth.ask("seal", this.ballot.points);
    } catch (error) {
      steps.stopped(this, error).focus();
      return;
    }
    Object.assign(this, { isSealed: true, isAtRisk: true });
    this.show("decide");
  }

  decide() {
    if (!this.tracker) return this.review();
    return steps.decide(this, {
      tracker: this.tracker,
      onCast: () => this.cast(),
      onChallenge: () => this.challenge(),
      onThrowAway: () => history.back(),
    });
  }

  /** Signs the sealed ballot, and sends it. What was signed once is sent as it is. */
  async cast() {
    this.isBusy = true;
    try {
      this.sent ??= await this.sign();
      await this.send();
    } catch (error) {
      this.fail(error);
    } finally {
      this.isBusy = false;
    }
  }

  async sign() {
    const { index: district, tracker } = this;
    const previous = this.standing.ballots.at(-1)?.tracker ?? NOTHING;
    const sent = { district, tracker, previous, payload: await this.booth.ask("cast", previous) };
    this.isSealed = false;
    if (!this.kiosk) keep(this.election.electionId, sent);
    return sent;
  }

  /** Sends the ballot until there is an answer. These bytes, and no others: sent twice they count once. */
  async send() {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const receipt = await this.server.cast(this.sent.payload);
        const { entry } = await this.booth.ask("checkReceipt", receipt, this.sent.payload, this.sent.tracker);
        await this.record(receipt, entry);
        return;
      } catch (error) {
        const mayHelp = error instanceof Unanswered || ["busy", "unavailable", "too-many"].includes(error.code);
        if (error.code === "stale") await this.learnWhatIsCurrent();
        if (!mayHelp || attempt === ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1_000 * (error.wait ?? attempt)));
      }
    }
  }

  async record(receipt, entry) {
    const { electionId } = this.election;
    const { tracker } = this.sent;
    drop(electionId, tracker);
    hasVoted(electionId, this.index);
    const link = await this.booth.ask("qrCode", new URL(`${lang}/check#receipt=${entry}`, root).href);
    Object.assign(this, { tracker, receipt, entry, link, isAtRisk: false });
    this.show("done");
  }

  async learnWhatIsCurrent() {
    const { payload, previous } = this.sent;
    // U follows the district (2 bytes).
    const credential = Array.from(payload.slice(2, 34), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const standing = await this.server.standing(this.index, credential);
    const tracker = standing.ballots.at(-1)?.tracker ?? NOTHING;
    this.standing = standing;
    if (tracker !== previous) throw Object.assign(named("stale"), { tracker });
  }

  fail(error) {
    const isFinal = error.name === "stale" || FINAL.includes(error.code);
    const shown = error instanceof Unanswered ? named("unproven") : error;
    const tracker = this.sent?.tracker ?? this.tracker;
    this.isAtRisk = !isFinal;
    if (isFinal) {
      drop(this.election.electionId, tracker);
      this.forget();
    }
    const onBack = () => this.show(this.credential ? "review" : "choose");
    const onAgain = () => this.cast();
    const focus = steps.failed(this, {
      error: shown,
      tracker,
      onAgain: isFinal ? null : onAgain,
      onBack: isFinal ? onBack : null,
    });
    focus.focus();
  }

  done() {
    const { tracker, receipt, entry, link } = this;
    if (!receipt) return this.choose();
    const onChange = () => {
      this.forget();
      this.show("choose");
    };
    const onFinish = this.kiosk && (() => this.kiosk.end());
    return steps.done(this, { tracker, receipt, entry, link, others: this.others(), onChange, onFinish });
  }

  /** The other budgets, to which the codes go along: nobody types them twice. */
  others() {
    const done = voted(this.election.electionId);
    const other = ({ name }, at) => {
      const url = new URL(`${lang}/budget/${at}`, root);
      url.search = location.search;
      const onGo = (event) => {
        event.preventDefault();
        location.assign(`${url}#${this.codes.join(",")}`);
      };
      return { name, at, isDone: done.includes(at), href: url.href, onGo };
    };
    return this.election.districts.map(other).filter(({ at }) => at !== this.index);
  }

  async challenge() {
    this.opening = await this.booth.ask("challenge");
    this.link = await this.booth.ask("qrCode", new URL(`${lang}/check#challenge=${this.opening}`, root).href);
    Object.assign(this, { isSealed: false, isAtRisk: false });
    this.show("opened");
  }

  opened() {
    const { tracker, opening, link } = this;
    if (!tracker) return this.review();
    return steps.opened(this, {
      tracker,
      opening,
      link,
      onAgain: () => {
        this.forget();
        this.show("review");
      },
    });
  }
}

/** What the document says of projects beside the definition, by position: pictures, descriptions, categories. */
function extrasOf(place) {
  const projects = [...place.querySelectorAll("[data-position]")];
  return new Map(projects.map((project) => [Number(project.dataset.position), project.querySelector(".extra")]));
}

/** The codes in the address, which then holds them no more: `#CODE`, or `#CODE,CODE`. */
function takeCodes() {
  const codes = decodeURIComponent(location.hash.slice(1)).split(",").filter((code) => code !== "");
  if (codes.length > 0) history.replaceState(null, "", location.pathname + location.search);
  return codes;
}

function named(name) {
  return Object.assign(new Error(name), { name });
}

async function main() {
  const table = await read(root, `words.${lang}.json`);
  const words = new Words(table, lang, { currency: "", decimals: 0 });
  const home = new URL(`${lang}/?kiosk`, root).href;
  const kiosk = isKiosk() ? new Kiosk(words, home) : null;
  if (!kiosk) keepForLater(root);
  if (dataset.district === undefined) return;
  const place = document.getElementById("booth");
  try {
    const server = new Server(new URL(dataset.board ?? root, root), lang);
    const [booth, opening] = await Promise.all([Booth.start(root), server.opening()]);
    const election = await booth.open(opening);
    const own = new Words(table, lang, election);
    await new Vote(booth, server, election, own, Number(dataset.district), kiosk).begin();
  } catch (error) {
    steps.stopped({ words, place }, error);
  }
}

main().catch(() => {
  document.getElementById("broken").hidden = false;
});
