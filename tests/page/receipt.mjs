// A receipt is checked on another device, and without a network. A server that gives something else is found out.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import * as booth from "./booth.mjs";
import { address, fits, isAccessible, launch, shoot, visit } from "./browser.mjs";
import { scan } from "./qr.mjs";

const browser = await launch();
const page = await visit(browser, { locale: "en" });
const own = booth.newResident();
const tracker = await booth.sealed(page, own);
await booth.cast(page);
const link = await scan(page);
const saving = page.waitForEvent("download");
await page.getByRole("link", { name: "Save the receipt" }).click();
const file = await (await saving).path();
const receipt = await readFile(file, "utf8");

// On another device, by the QR code.
const other = await visit(browser, { locale: "en", viewport: { width: 320, height: 800 } });
await other.goto(link);
await other.getByRole("heading", { name: "The ballot is on the board" }).waitFor();
assert.equal(await booth.tracker(other), tracker);
await other.getByText("It is the last ballot of its voter").waitFor();
await isAccessible(other, "proved");
await fits(other, "proved");
await shoot(other, "en-320-proved");

// Without a network, by the file: the page was there before.
await other.evaluate(() => navigator.serviceWorker.ready);
await page.evaluate(() => navigator.serviceWorker.ready);
await page.goto(`${address}/en/check`);
await page.locator("#receipt-file").waitFor();
await page.context().setOffline(true);
await page.reload();
await page.locator("#receipt-file").setInputFiles({ name: "receipt.tlog-proof", mimeType: "text/plain", buffer: Buffer.from(receipt) });
await page.getByRole("heading", { name: "The ballot is on the board" }).waitFor();
assert.equal(await booth.tracker(page), tracker);
await page.getByText("can't be said now").waitFor();
await page.context().setOffline(false);

// A ballot replaces it: the receipt still holds, and says so.
await booth.openBudget(page);
await booth.choose(page, ["Benches"]);
await booth.identify(page, own);
const later = await booth.seal(page);
await booth.cast(page);
await other.goto("about:blank");
await other.goto(link);
await other.getByText("It does not count any more").waitFor();
assert.ok((await other.locator(".outcome .note").last().textContent()).includes(later.slice(0, 4)));

// A server that gives the receipt of another ballot, or one that proves nothing.
const changed = (text) => text.replace(/\n([A-Za-z0-9+/]{40})/, (_, hash) => `\n${hash.split("").reverse().join("")}`);
for (const [what, given] of [["swapped", receipt], ["forged", null]]) {
  const victim = await visit(browser, { locale: "en" });
  await victim.route("**/ballots", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: given ?? changed(await answer.text()) });
  });
  await booth.sealed(victim, booth.newResident());
  await booth.button(victim, booth.words.cast).click();
  await victim.getByText("The answer of the server proves nothing").waitFor();
  assert.equal(await victim.getByRole("heading", { name: booth.words.done }).count(), 0, what);
  await victim.context().close();
}

// A board that shows an old checkpoint: its receipt does not reach the new ballot.
const victim = await visit(browser, { locale: "en" });
const old = receipt.slice(receipt.lastIndexOf("\n\n", receipt.indexOf("vote.example.org")));
await victim.route("**/ballots", async (route) => {
  const answer = await route.fetch();
  const text = await answer.text();
  const fresh = text.slice(text.lastIndexOf("\n\n", text.indexOf("vote.example.org")));
  await route.fulfill({ response: answer, body: text.replace(fresh, old) });
});
await booth.sealed(victim, booth.newResident());
await booth.button(victim, booth.words.cast).click();
await victim.getByText("The answer of the server proves nothing").waitFor();
await browser.close();
