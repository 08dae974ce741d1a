// A device in the town hall: it asks whether somebody is there, can wait longer, and leaves nothing behind.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { address, isAccessible, launch, shoot, visit } from "./browser.mjs";

const browser = await launch();
const page = await visit(browser, { locale: "en" });
await page.clock.install();
await page.goto(`${address}/en/?kiosk`);
await page.getByRole("link", { name: "Whole town" }).click();
assert.ok(page.url().includes("?kiosk"), "links keep to it");
await page.locator(".bar").waitFor();
await booth.choose(page, ["Thirty trees"]);
await page.clock.runFor(121_000);
const dialog = page.getByRole("dialog", { name: "Are you still there?" });
await dialog.waitFor();
await isAccessible(page, "kiosk");
await shoot(page, "en-390-kiosk");
await booth.button(page, "I need more time").click();
assert.equal(await dialog.count(), 0);
assert.equal(await page.locator(".is-chosen").count(), 1, "the ballot is as it was");

// Somebody votes, and goes.
await booth.identify(page, booth.newResident());
await booth.seal(page);
await booth.cast(page);
assert.equal(await page.getByRole("link", { name: "Save the receipt" }).count(), 0, "nothing is saved on this device");
await page.locator(".qr").waitFor();
await booth.button(page, "Finish").click();
await page.waitForURL("**/en/?kiosk");
assert.deepEqual(await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }]), [{}, {}]);
await page.goBack();
await page.locator(".bar").waitFor();
assert.equal(await page.locator(".is-chosen, [data-tracker]").count(), 0, "the back button shows nothing of it");

// Somebody goes in the middle.
await booth.choose(page, ["Benches"]);
await booth.identify(page, booth.newResident());
await booth.seal(page);
await page.clock.runFor(121_000);
await dialog.waitFor();
await page.clock.runFor(61_000);
await page.waitForURL("**/en/?kiosk");
assert.deepEqual(page.complaints, []);
await browser.close();
