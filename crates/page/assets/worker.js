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
  checkReceipt(receipt, payload) {
    return held.booth.checkReceipt(receipt, payload);
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
