// Measures in the browser: how long ballots are sealed in the worker, how long the page's own thread is busy at a time
// from the first look to the receipt, and when there is something to read, and to do, on a slow network.

import * as booth from "../../tests/page/booth.mjs";
import { address, launch, visit } from "../../tests/page/browser.mjs";

const rounds = Number(process.argv[2]);
const browser = await launch();

async function seal() {
  const page = await visit(browser, { locale: "en" });
  await booth.openBudget(page);
  return page.evaluate(
    async ({ codes, rounds }) => {
      const { Booth } = await import("/page/booth.js");
      const inDocument = await Booth.start(new URL("/", location.href));
      const opening = new Uint8Array(await (await fetch("/opening")).arrayBuffer());
      const election = await inDocument.open(opening);
      await inDocument.ask("identify", 0, codes);
      const points = new Uint8Array(election.districts[0].projects.length);
      points[1] = 1;
      const times = [];
      for (let round = 0; round < rounds; round += 1) {
        const begun = performance.now();
        await inDocument.ask("seal", points);
        times.push(performance.now() - begun);
        await inDocument.ask("throwAway");
      }
      return times;
    },
    { codes: booth.newResident(), rounds },
  );
}

async function longestTask() {
  const page = await visit(browser, { locale: "en" });
  await page.addInitScript(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await booth.openBudget(page);
  await booth.choose(page, ["Project 1\u2069", "Project 3\u2069", "Project 7\u2069"]);
  await booth.identify(page, booth.newResident());
  await booth.seal(page);
  await booth.cast(page);
  return page.evaluate(() => window.longest);
}

async function slow() {
  const page = await visit(browser, { locale: "en", serviceWorkers: "block" });
  const network = await page.context().newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
  await booth.openBudget(page);
  const ready = await page.evaluate(() => performance.now());
  const readable = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime);
  return { readable, ready };
}

const measured = { seal: await seal(), longest_task: await longestTask(), ...(await slow()) };
await browser.close();
console.log(JSON.stringify(measured));
