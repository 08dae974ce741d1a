// A network that is lost in the middle of a cast, a page that is closed then, and a ballot that is counted once all the same.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { launch, visit } from "./browser.mjs";

const browser = await launch();
const page = await visit(browser, { locale: "en" });
const context = page.context();
const sent = [];
page.on("request", (request) => request.method() === "POST" && sent.push(request.postDataBuffer()));

// The server hears the ballot, and its answer is lost.
let isLost = true;
await context.route("**/ballots", async (route) => {
  if (!isLost) return route.continue();
  await route.fetch();
  return route.abort("connectionreset");
});
await page.clock.install();
const own = booth.newResident();
const tracker = await booth.sealed(page, own);
let warned = 0;
page.on("dialog", async (dialog) => {
  warned += 1;
  await dialog.accept();
});
await booth.button(page, booth.words.cast).click();
for (let attempt = 0; attempt < 8; attempt += 1) {
  await page.waitForTimeout(100);
  await page.clock.runFor(10_000);
}
await page.getByText("No answer came").waitFor();

// Leaving warns: the ballot is not known to be recorded.
await page.reload();
assert.equal(warned, 1);
await page.getByRole("heading", { name: "Your last ballot is not confirmed yet" }).waitFor();
assert.equal(await booth.tracker(page), tracker);
isLost = false;
await booth.button(page, "Send it again").click();
await page.getByRole("heading", { name: booth.words.done }).waitFor();
assert.equal(await booth.tracker(page), tracker);
assert.ok(sent.length > 2 && sent.every((bytes) => bytes.equals(sent[0])), "the same bytes each time");

// The receipt came: nothing is kept, and the page opens as for everybody.
assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
await page.reload();
await page.locator(".bar").waitFor();
await booth.choose(page, ["Benches"]);
await booth.identify(page, own);
const note = page.getByText("You have voted on this budget before");
assert.ok((await note.textContent()).includes(tracker.slice(0, 4)), "and it is counted once");
await browser.close();
