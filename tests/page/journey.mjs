// From the first look to the receipt, in each language, at each width, by mouse, by touch, or by the keyboard alone (the
// argument). By mouse each state is looked at.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { address, fits, isAccessible, launch, shoot, visit } from "./browser.mjs";

const [way] = process.argv.slice(2);
const by = { mouse: booth.byMouse, touch: booth.byTouch, keyboard: booth.byKeyboard }[way];
const widths = way === "mouse" ? [320, 390, 768, 1280] : [320, 1280];

const browser = await launch();
for (const [language, say] of Object.entries(booth.WORDS)) {
  for (const width of widths) {
    const page = await visit(browser, { locale: language, viewport: { width, height: 800 }, hasTouch: way === "touch" });
    const seen = async (state) => {
      if (way !== "mouse") return;
      await fits(page, `${language} ${width} ${state}`);
      await isAccessible(page, `${language} ${width} ${state}`);
      await shoot(page, `${language}-${width}-${state}`);
    };
    await page.goto(address);
    assert.equal(new URL(page.url()).pathname, `/${language}/`);
    await seen("home");
    await by.activate(page.getByRole("link", { name: "Whole town" }));
    await booth.choose(page, ["Thirty trees", "Cycle path"], { by, say });
    await seen("choose");
    await by.activate(booth.button(page, say.next));
    await seen("identify");
    await by.type(page.locator("#code-0"), booth.newResident()[0]);
    await by.activate(booth.button(page, say.next));
    await booth.button(page, say.seal).waitFor();
    await seen("review");
    const tracker = await booth.seal(page, { by, say });
    await seen("decide");
    await booth.cast(page, { by, say });
    await seen("done");
    assert.equal(await booth.tracker(page), tracker);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
}
await browser.close();
