// Ballots that were sent and of which no answer came: kept by the browser, so that the same bytes can be sent again after the
// page was closed. They are what the board gets, and reveal nothing of the choice. What the board has answered is kept no more.

const PREFIX = "isoloir-unfinished-";

/** Keeps a ballot of an election: its district, its tracker, the tracker that it follows, and its payload. */
export function keep(election, { district, tracker, previous, payload }) {
  const kept = { district, tracker, previous, payload: btoa(String.fromCharCode(...payload)) };
  attempt(() => localStorage.setItem(`${PREFIX}${election}-${tracker}`, JSON.stringify(kept)));
}

/** A ballot for this district that was kept, if there is one. */
export function kept(election, district) {
  const found = attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(`${PREFIX}${election}-`))
      .map((key) => JSON.parse(localStorage.getItem(key)))
      .find((ballot) => ballot.district === district),
  );
  if (!found) return null;
  return { ...found, payload: Uint8Array.from(atob(found.payload), (character) => character.charCodeAt(0)) };
}

export function drop(election, tracker) {
  attempt(() => localStorage.removeItem(`${PREFIX}${election}-${tracker}`));
}

/** The districts on which this tab has voted. */
export function voted(election) {
  return attempt(() => JSON.parse(sessionStorage.getItem(`isoloir-voted-${election}`))) ?? [];
}

export function hasVoted(election, district) {
  const districts = JSON.stringify([...new Set([...voted(election), district])]);
  attempt(() => sessionStorage.setItem(`isoloir-voted-${election}`, districts));
}

/** A browser may keep nothing; the vote goes on without. */
function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}
