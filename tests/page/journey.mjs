// From the first look to the receipt, in each language and at each width.

import assert from "node:assert/strict";

import { address, codes, fits, isAccessible, launch, shoot, visit } from "./browser.mjs";

const WORDS = {
  en: { choose: "Choose", next: "Continue", seal: "Seal my ballot", cast: "Cast my ballot", done: "Your ballot is recorded" },
  fr: { choose: "Choisir", next: "Continuer", seal: "Sceller mon bulletin", cast: "Déposer mon bulletin", done: "Votre bulletin est enregistré" },
  es: { choose: "Elegir", next: "Continuar", seal: "Sellar mi papeleta", cast: "Depositar mi papeleta", done: "Su papeleta está registrada" },
};

const browser = await launch();
let voter = 0;
for (const [language, words] of Object.entries(WORDS)) {
  for (const width of [320, 390, 768, 1280]) {
    const page = await visit(browser, { locale: language, viewport: { width, height: 800 } });
    const seen = async (state) => {
      await fits(page, `${language} ${width} ${state}`);
      await isAccessible(page, `${language} ${width} ${state}`);
      await shoot(page, `${language}-${width}-${state}`);
    };
    await page.goto(address);
    assert.equal(new URL(page.url()).pathname, `/${language}/`);
    await seen("home");
    await page.getByRole("link", { name: "Whole town" }).click();
    await page.getByRole("button", { name: words.choose }).first().waitFor();
    await page.getByRole("button", { name: new RegExp(`${words.choose} .*Thirty trees`) }).click();
    await page.getByRole("button", { name: new RegExp(`${words.choose} .*Cycle path`) }).click();
    await seen("choose");
    await page.getByRole("button", { name: words.next, exact: true }).click();
    await seen("identify");
    await page.locator("#code-0").fill(codes[voter][0]);
    await page.getByRole("button", { name: words.next, exact: true }).click();
    await page.getByRole("button", { name: words.seal }).waitFor();
    await seen("review");
    await page.getByRole("button", { name: words.seal }).click();
    const cast = page.getByRole("button", { name: words.cast });
    await cast.waitFor();
    const tracker = await page.locator("[data-tracker]").getAttribute("data-tracker");
    await seen("decide");
    await cast.click();
    await page.getByRole("heading", { name: words.done }).waitFor();
    await seen("done");
    assert.equal(await page.locator("[data-tracker]").getAttribute("data-tracker"), tracker);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
    voter += 1;
  }
}
await browser.close();
