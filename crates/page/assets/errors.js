// What errors mean to a voter.

import { beginning } from "./parts.js";

/** What an error means to a voter. */
export function sayError({ words }, error) {
  const { name, code: reason, message: detail } = error;
  const known = {
    unanswered: "wrong-connection",
    page: "wrong-page",
    closed: "vote-closed",
    opening: "wrong-election",
    "other-election": "wrong-election",
    receipt: "wrong-receipt",
    challenge: "wrong-challenge",
    "other-challenge": "wrong-other-challenge",
    unproven: "wrong-unanswered",
    "not-on-roll": "not-on-roll",
    revoked: "revoked",
    paper: "paper",
  };
  const refused = {
    phase: "wrong-closed",
    late: "wrong-closed",
    busy: "wrong-busy",
    unavailable: "wrong-busy",
    revoked: "revoked",
    paper: "paper",
    roll: "not-on-roll",
  };
  if (name === "stale") return words.say("wrong-stale", { tracker: beginning(error.tracker) });
  if (name === "refused") return words.say(refused[reason] ?? "wrong-refused", { detail });
  return words.say(known[name] ?? "wrong-other", { detail });
}
