// The back button, pressed while a ballot is on its way, and once more when it is recorded.

import assert from "node:assert/strict";

import { address, codes, launch, visit } from "./browser.mjs";

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
await page.goto(`${address}/en/budget/0`);
await page.getByRole("button", { name: /Choose .*Thirty trees/ }).click();
await page.getByRole("button", { name: "Continue", exact: true }).click();
await page.locator("#code-0").fill(codes[0][0]);
await page.getByRole("button", { name: "Continue", exact: true }).click();
await page.getByRole("button", { name: "Seal my ballot" }).click();
await page.getByRole("button", { name: "Cast my ballot" }).click();
await page.evaluate(() => history.back());
await page.getByText("Sending.").waitFor();
answer();
await page.getByRole("heading", { name: "Your ballot is recorded" }).waitFor();
await page.evaluate(() => history.back());
await page.getByRole("heading", { name: "Is this your ballot?" }).waitFor();
assert.deepEqual(page.complaints, []);
await browser.close();
