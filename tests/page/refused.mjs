// Codes that do not let one vote, each with words that say what to do; and a vote that closes while somebody chooses.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { fits, isAccessible, launch, shoot, visit } from "./browser.mjs";

const revoked = JSON.parse(process.env.ISOLOIR_PAGE_REVOKED);
const own = booth.newResident();
const letters = own[0].replaceAll("-", "");
const swapped = letters.slice(0, -1) + (letters.endsWith("0") ? "1" : "0");

const browser = await launch();
const page = await visit(browser, { locale: "en", viewport: { width: 320, height: 800 } });
await booth.openBudget(page);
await booth.choose(page, ["Thirty trees"]);
await booth.button(page, booth.words.next).click();
for (const [code, says] of [
  [letters.slice(1), "this has 23"],
  [`${letters.slice(0, -1)}*`, "no voting code has"],
  [swapped, "A letter or digit is wrong"],
  [revoked[0], "This voting code was revoked"],
]) {
  await page.locator("#code-0").fill(code);
  await booth.button(page, booth.words.next).click();
  await page.getByText(says).waitFor();
  await isAccessible(page, says);
  await fits(page, says);
}
await shoot(page, "en-320-revoked");

// Typed as it stands, in small letters with blanks, the right one is taken.
await page.locator("#code-0").fill(` ${own[0].toLowerCase().replaceAll("-", " ")} `);
await booth.button(page, booth.words.next).click();
await booth.seal(page);
await page.route("**/ballots", (route) =>
  route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify({ code: "late", detail: "" }) }),
);
await booth.button(page, booth.words.cast).click();
await page.getByText("The vote is closed. Your ballot was not taken.").waitFor();
assert.equal(await page.evaluate(() => localStorage.length), 0);
await browser.close();
