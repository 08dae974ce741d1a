// The voting booth in a document: reads the signed definition, and leads through the steps of a vote.

import { Booth, read } from "./booth.js";
import { shuffled } from "./dom.js";
import { Ballot } from "./limits.js";
import { Server, Unanswered } from "./server.js";
import * as steps from "./steps.js";
import { Words } from "./words.js";

const { dataset, lang } = document.documentElement;
const root = new URL(dataset.root, document.baseURI);
const NOTHING = "0".repeat(64);

/** How often a ballot is sent again by itself where the server asks to come back. */
const ATTEMPTS = 8;

class Vote {
  constructor(booth, server, election, words, index) {
    Object.assign(this, { booth, server, election, words, index });
    this.place = document.getElementById("booth");
    this.district = election.districts[index];
    this.registrars = election.registrars;
    this.ballot = new Ballot(this.district);
    this.order = shuffled(this.district.projects.keys());
    this.codes = takeCodes();
  }

  async begin() {
    const { districts } = await this.server.election();
    this.withdrawn = districts[this.index].withdrawn;
    window.addEventListener("beforeunload", (event) => {
      if (this.isAtRisk) event.preventDefault();
    });
    window.addEventListener("popstate", ({ state }) => this.return(state?.step ?? "choose"));
    this.show("choose", false);
  }

  /** Shows a step, and puts it into the browser's history unless it is already there. */
  show(step, isNew = true) {
    if (isNew) history.pushState({ step }, "");
    const focus = this[step]();
    if (isNew) {
      focus.focus({ preventScroll: true });
      document.getElementById("budget").scrollIntoView();
    }
  }

  /** The back button: to any step but those that can't be undone. A sealed ballot that is left is thrown away; while one is on
   * its way nothing is left. */
  return(step) {
    if (this.isBusy) {
      history.pushState({ step: "decide" }, "");
      return;
    }
    if (this.tracker) this.forget();
    this.show(step === "review" && !this.credential ? "identify" : step, false);
  }

  forget() {
    if (this.isSealed) this.booth.ask("throwAway");
    Object.assign(this, { tracker: null, payload: null, isSealed: false, isAtRisk: false });
  }

  choose() {
    const { order, withdrawn } = this;
    return steps.choose(this, { order, withdrawn, onContinue: () => this.show("identify") });
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
    this.tracker = await this.booth.ask("seal", this.ballot.points);
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

  async cast() {
    this.isBusy = true;
    const previous = this.standing.ballots.at(-1)?.tracker ?? NOTHING;
    this.payload ??= await this.booth.ask("cast", previous);
    this.isSealed = false;
    try {
      await this.send(previous);
    } catch (error) {
      this.fail(error);
    } finally {
      this.isBusy = false;
    }
  }

  /** Sends the ballot until there is an answer. These bytes, and no others: sent twice they count once. */
  async send(previous) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const receipt = await this.server.cast(this.payload);
        const { entry } = await this.booth.ask("checkReceipt", receipt, this.payload);
        Object.assign(this, { receipt, entry, isAtRisk: false });
        this.show("done");
        return;
      } catch (error) {
        const mayHelp = error instanceof Unanswered || ["busy", "unavailable", "too-many"].includes(error.code);
        if (error.code === "stale") await this.learnWhatIsCurrent(previous);
        if (!mayHelp || attempt === ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1_000 * (error.wait ?? attempt)));
      }
    }
  }

  async learnWhatIsCurrent(previous) {
    this.standing = await this.server.standing(this.index, this.credential);
    const tracker = this.standing.ballots.at(-1)?.tracker ?? NOTHING;
    if (tracker !== previous) throw Object.assign(named("stale"), { tracker });
  }

  fail(error) {
    const isFinal = error.name === "stale" || ["phase", "late", "revoked", "paper", "roll"].includes(error.code);
    const shown = error instanceof Unanswered ? named("unproven") : error;
    this.isAtRisk = !isFinal;
    const { tracker } = this;
    if (isFinal) this.forget();
    steps.failed(this, {
      error: shown,
      tracker,
      onAgain: isFinal ? null : () => this.cast(),
      onBack: isFinal ? () => this.show("review") : null,
    });
  }

  done() {
    const { tracker, receipt, entry } = this;
    if (!receipt) return this.choose();
    const onChange = () => {
      this.forget();
      this.receipt = null;
      this.show("choose");
    };
    return steps.done(this, { tracker, receipt, entry, onChange });
  }

  async challenge() {
    this.opening = await this.booth.ask("challenge");
    Object.assign(this, { isSealed: false, isAtRisk: false });
    this.show("opened");
  }

  opened() {
    const { tracker, opening } = this;
    return steps.opened(this, {
      tracker,
      opening,
      onAgain: () => {
        this.forget();
        this.show("review");
      },
    });
  }
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
  if (dataset.district === undefined) return;
  const table = await read(root, `words.${lang}.json`);
  const words = new Words(table, lang, { currency: "", decimals: 0 });
  const place = document.getElementById("booth");
  try {
    const server = new Server(root, lang);
    const [booth, opening] = await Promise.all([Booth.start(root), server.opening()]);
    const election = await booth.ask("open", opening);
    if (election.electionId !== dataset.election) throw named("other-election");
    const vote = new Vote(booth, server, election, new Words(table, lang, election), Number(dataset.district));
    await vote.begin();
  } catch (error) {
    steps.stopped({ words, place }, error);
  }
}

main();
