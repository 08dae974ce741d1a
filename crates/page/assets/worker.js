// The worker's own part: it holds the booth, the voter's credentials and the sealed ballot, none of which leaves it. Before
// this stands what wasm-bindgen has made (scripts/build-page).

const held = { booth: null, voter: null, sealed: null };

const can = {
  async start(module) {
    await wasm_bindgen({ module_or_path: module });
  },
  /** Opens the vote with what a server gives. */
  open(bytes) {
    held.booth = wasm_bindgen.Booth.open(bytes);
    return held.booth.describe();
  },
  checkCode(typed) {
    wasm_bindgen.checkCode(typed);
  },
  /** U in a district, by the codes. The voter stays here. */
  identify(district, codes) {
    held.voter = held.booth.voter(district, codes);
    return held.voter.credential();
  },
  /** T of a new ballot, which stays here. */
  seal(points) {
    held.sealed = held.booth.seal(held.voter, points);
    return held.sealed.tracker();
  },
  /** The payload of a vote: it reveals nothing. The ballot's opening is gone. */
  cast(previous) {
    return take().cast(previous);
  },
  /** The opening: the ballot is gone. */
  challenge() {
    return take().challenge();
  },
  throwAway() {
    take().free();
  },
  /** What a receipt proves: entry, district, credential and tracker of a ballot on the board. */
  openReceipt(receipt) {
    return held.booth.openReceipt(receipt);
  },
  /** What an opened ballot holds, and its tracker. */
  openChallenge(text) {
    return held.booth.openChallenge(text);
  },
  qrCode(text) {
    return wasm_bindgen.qrCode(text);
  },
  /** The same, of the ballot that was sent, and that has this tracker. */
  checkReceipt(receipt, payload, tracker) {
    const recorded = held.booth.checkReceipt(receipt, payload);
    if (recorded.tracker !== tracker) throw Object.assign(new Error(recorded.tracker), { name: "receipt" });
    return recorded;
  },
};

function take() {
  const { sealed } = held;
  held.sealed = null;
  return sealed;
}

self.addEventListener("message", async ({ data: { number, what, values } }) => {
  try {
    self.postMessage({ number, value: await can[what](...values) });
  } catch (error) {
    self.postMessage({ number, error: { name: error.name, message: error.message, at: error.at } });
  }
});
