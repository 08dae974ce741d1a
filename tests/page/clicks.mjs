// Fast and double clicks: no limit is broken by them, and nothing is done twice.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { launch, visit } from "./browser.mjs";

const browser = await launch();
const page = await visit(browser, { locale: "en" });
const sent = [];
page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
await booth.openBudget(page);

// All at once, and each twice: what is chosen never costs more than there is.
await page.evaluate(() => {
  for (const button of document.querySelectorAll(".toggle")) {
    button.click();
    button.click();
    button.click();
  }
});
const chosen = await page.locator(".is-chosen .cost").allTextContents();
const total = chosen.reduce((sum, cost) => sum + Number(cost.replace(/\D/g, "")), 0);
assert.ok(chosen.length > 1 && total <= 250_000, `${total}`);
const refusing = page.locator(".toggle[aria-disabled=true]").first();
assert.match(await page.locator(`#${await refusing.getAttribute("aria-describedby")}`).textContent(), /more than what is left/);

await booth.identify(page, booth.newResident());
await booth.button(page, booth.words.seal).dblclick();
await page.getByRole("heading", { name: booth.words.sealed }).waitFor();
await booth.button(page, booth.words.cast).dblclick();
await page.getByRole("heading", { name: booth.words.done }).waitFor();
assert.equal(sent.length, 1);
assert.deepEqual(page.complaints, []);
await browser.close();
