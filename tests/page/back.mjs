// The back button, pressed while a ballot is on its way, and once more when it is recorded.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { launch, visit } from "./browser.mjs";

const browser = await launch();
const page = await visit(browser, { locale: "en" });
let answer;
const held = new Promise((resolve) => {
  answer = resolve;
});
await page.route("**/ballots", async (route) => {
  await held;
  await route.continue();
});
await booth.sealed(page, booth.newResident());
await booth.button(page, booth.words.cast).click();
await page.evaluate(() => history.back());
await page.getByText("Sending.").waitFor();
answer();
await page.getByRole("heading", { name: booth.words.done }).waitFor();
await page.evaluate(() => history.back());
await page.getByRole("heading", { name: "Is this your ballot?" }).waitFor();
assert.equal(await page.evaluate(() => document.activeElement.textContent), "Is this your ballot?");
assert.deepEqual(page.complaints, []);
await browser.close();
