// Nothing about the choices leaves the page before they are sealed, nor stays in the browser after. Two residents who choose
// differently ask the server for the same.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { launch, visit } from "./browser.mjs";

const browser = await launch();

async function vote(names) {
  const own = booth.newResident();
  const page = await visit(browser, { locale: "en" });
  const asked = [];
  page.context().on("request", (request) => asked.push({ method: request.method(), url: request.url(), body: request.postDataBuffer(), headers: request.headers(), isOfPage: !request.serviceWorker() }));
  await booth.openBudget(page, { suffix: `#${own[0]}` });
  assert.equal(new URL(page.url()).hash, "", "the code is out of the address");
  await page.locator("#search").fill("o");
  await page.locator("#search").fill("");
  await page.locator("#category").selectOption("Nature");
  await page.locator("#category").selectOption("");
  await booth.choose(page, names);
  await booth.button(page, booth.words.next).click();
  assert.equal(await page.locator("#code-0").inputValue(), own[0]);
  await booth.button(page, booth.words.next).click();
  await booth.seal(page);
  await page.waitForLoadState("networkidle");
  const before = [...new Set(asked.filter(({ isOfPage }) => isOfPage).map(({ method, url }) => `${method} ${url.replace(/[0-9a-f]{64}/, "U").replace(/^blob:.*/, "the worker")}`))].sort();
  assert.ok(asked.every(({ method, body }) => method === "GET" && body === null));
  assert.ok(asked.every(({ url, headers }) => !`${url}${JSON.stringify(headers)}`.includes(own[0])));
  await booth.cast(page);
  const bodies = asked.filter(({ method }) => method === "POST");
  assert.equal(bodies.length, 1);
  const left = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).length,
    cookies: document.cookie,
    caches: (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat(),
  }));
  assert.deepEqual({ ...left, session: Object.values(left.session), caches: [] }, { local: {}, session: ["[0]"], databases: 0, cookies: "", caches: [] });
  assert.ok(left.caches.every((url) => !/standing|ballots|receipts/.test(url)), String(left.caches));
  await page.context().close();
  return { before, length: bodies[0].body.length };
}

const one = await vote(["Thirty trees"]);
const another = await vote(["Night buses", "Benches", "Drinking fountains"]);
assert.deepEqual(one.before, another.before);
assert.equal(one.length, another.length);
await browser.close();
