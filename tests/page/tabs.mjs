// A resident with two tabs: what is cast in one is known to the other, and the ballot of the other can follow it.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { launch, visit } from "./browser.mjs";

const browser = await launch();
const first = await visit(browser, { locale: "en" });
const second = await first.context().newPage();
const own = booth.newResident();
await booth.sealed(first, own);
const later = await booth.sealed(second, own, ["Benches"]);
const recorded = await booth.tracker(first);
await booth.cast(first);
await booth.button(second, booth.words.cast).click();
await second.getByText("Another ballot with your code was recorded meanwhile").waitFor();
const said = await second.locator("[role=alert]").textContent();
assert.ok(said.includes(recorded.slice(0, 4)), said);
await booth.button(second, "Back").click();
await second.getByText("You have voted on this budget before").waitFor();
const again = await booth.seal(second);
assert.notEqual(again, later);
await booth.cast(second);
await browser.close();
