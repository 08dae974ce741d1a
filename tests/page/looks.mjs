// What the page looks like where it is dark, on paper, from right to left, and without motion: nothing is wider than the window,
// nothing is too faint, and what has to be there is.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { fits, isAccessible, launch, shoot, visit } from "./browser.mjs";

const browser = await launch();

/** Goes through the states of a vote, and has each looked at. */
async function look(options, prepare, seen) {
  const page = await visit(browser, { locale: "en", ...options });
  await booth.openBudget(page);
  await prepare(page);
  await booth.choose(page, ["Thirty trees", "Benches"]);
  await seen(page, "choose");
  await booth.button(page, booth.words.next).click();
  await seen(page, "identify");
  await page.locator("#code-0").fill(booth.newResident()[0]);
  await booth.button(page, booth.words.next).click();
  await booth.button(page, booth.words.seal).waitFor();
  await seen(page, "review");
  await booth.seal(page);
  await seen(page, "decide");
  await booth.cast(page);
  await seen(page, "done");
  return page;
}

const nothing = async () => {};
await look({ colorScheme: "dark", viewport: { width: 390, height: 844 } }, nothing, async (page, state) => {
  await isAccessible(page, `dark ${state}`);
  await shoot(page, `dark-390-${state}`);
});

for (const width of [320, 1280]) {
  const turn = (page) => page.evaluate(() => (document.documentElement.dir = "rtl"));
  await look({ viewport: { width, height: 800 } }, turn, async (page, state) => {
    await fits(page, `from right to left, ${width} ${state}`);
    await shoot(page, `rtl-${width}-${state}`);
  });
}

// With the distances between letters, words and lines that somebody may need (WCAG 2.2, 1.4.12).
const SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }";
const space = (page) =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  }, SPACED);
await look({ viewport: { width: 320, height: 800 } }, space, async (page, state) => {
  await fits(page, `spaced ${state}`);
  await shoot(page, `spaced-320-${state}`);
});

const calm = await look({ reducedMotion: "reduce" }, nothing, nothing);
assert.equal(await calm.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");

// On paper: the receipt, with its tracking code and its QR code, and nothing to press.
await calm.emulateMedia({ media: "print" });
await shoot(calm, "print");
assert.ok(await calm.locator("[data-tracker]").isVisible());
assert.ok(await calm.locator(".qr").isVisible());
assert.ok(await calm.locator("#fingerprint").isVisible());
assert.ok(!(await calm.getByRole("button").first().isVisible()));
await browser.close();
