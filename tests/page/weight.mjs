// What a browser loads before it can vote, compressed, and what it must have before there is something to read: budgets that
// the page keeps to.

import assert from "node:assert/strict";

import { address, launch, visit } from "./browser.mjs";

/** In bytes, heads and bodies as they come over the network. */
const ALL = 200_000;
const TO_READ = 14_000;
const REQUESTS = 24;

const browser = await launch();
const page = await visit(browser, { locale: "en", serviceWorkers: "block" });
const network = await page.context().newCDPSession(page);
await network.send("Network.enable");
const urls = new Map();
const lengths = new Map();
network.on("Network.requestWillBeSent", ({ requestId, request }) => urls.set(requestId, request.url));
network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => lengths.set(urls.get(requestId), encodedDataLength));
await page.goto(`${address}/en/budget/1`);
await page.locator(".bar").waitFor();
await page.waitForLoadState("networkidle");
const loaded = [...lengths].filter(([url]) => url);
const told = loaded.map(([url, length]) => `${length} ${url}`).join("\n");
const sum = (list) => list.reduce((all, [, length]) => all + length, 0);
console.log(`${sum(loaded)} bytes in ${loaded.length} requests\n${told}`);
assert.ok(sum(loaded) <= ALL, told);
assert.ok(loaded.length <= REQUESTS, told);
const blocking = loaded.filter(([url]) => url.endsWith("/budget/1") || url.endsWith(".css"));
assert.equal(blocking.length, 2);
assert.ok(sum(blocking) <= TO_READ, told);
await browser.close();
