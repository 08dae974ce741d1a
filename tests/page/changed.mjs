// A server that changes the module, the worker, a script, or the vote: the page does not let one vote with it.

import assert from "node:assert/strict";

import { address, launch, visit } from "./browser.mjs";

const browser = await launch();

async function served(pattern, change) {
  const page = await visit(browser, { locale: "en" });
  await page.context().route(pattern, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: change(await answer.body()) });
  });
  await page.goto(`${address}/en/budget/0`);
  return page;
}

const oneMore = (bytes) => Buffer.concat([bytes, Buffer.from("\n")]);
for (const file of ["booth.wasm", "worker.js"]) {
  const page = await served(`**/page/${file}`, oneMore);
  await page.getByText("A file of this page is not what it should be").waitFor();
  assert.equal(await page.getByRole("button").count(), 0, file);
}
for (const file of ["app.js", "steps.js"]) {
  const page = await served(`**/page/${file}`, oneMore);
  await page.getByText("Drinking fountains").waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.getByRole("button").count(), 0, `${file}: what is left is a document to read`);
}
const words = await served("**/page/words.en.json", oneMore);
await words.getByText("This page could not be loaded").waitFor();

// Another vote's entries, or damaged ones.
const opening = await served("**/opening", (bytes) => Buffer.concat([bytes.subarray(0, 60), Buffer.from([bytes[60] ^ 1]), bytes.subarray(61)]));
await opening.getByText("This page and the board are not of the same election").waitFor();
const other = await served("**/en/budget/0", (bytes) => Buffer.from(String(bytes).replace(/data-election="./, 'data-election="_')));
await other.getByText("This page and the board are not of the same election").waitFor();
await browser.close();
