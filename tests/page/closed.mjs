// After the close: no ballot can be built, everything can be read, and receipts can be checked.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { address, fits, isAccessible, launch, shoot, visit } from "./browser.mjs";

const CLOSED = { en: "The vote is closed", fr: "Le vote est clos", es: "La votación está cerrada" };

const browser = await launch();
for (const language of Object.keys(booth.WORDS)) {
  const page = await visit(browser, { locale: language, viewport: { width: 320, height: 800 } });
  await page.goto(address);
  await page.getByText(CLOSED[language]).first().waitFor();
  await isAccessible(page, `${language} closed`);
  await fits(page, `${language} closed`);
  await shoot(page, `${language}-320-closed`);
  await page.getByRole("link", { name: "Whole town" }).click();
  await page.getByText("Drinking fountains").waitFor();
  assert.equal(await page.getByRole("button").count(), 0);
  await page.goto(`${address}/${language}/check`);
  await page.locator("#receipt-file").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}
await browser.close();
