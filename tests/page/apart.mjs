// The page on a server of its own, apart from the board: ballots go to the board, and nothing else. The arguments are its folder,
// the policy of its documents, and the verifier.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as booth from "./booth.mjs";
import { address as board, launch, visit } from "./browser.mjs";
import { serve } from "./static.mjs";

const [folder, policy, verifier] = process.argv.slice(2);
const { address, end } = await serve(folder, policy);
const browser = await launch();
const page = await visit(browser, { locale: "en" });
const asked = [];
page.on("request", (request) => asked.push(request.url()));
await page.goto(address);
await page.getByRole("link", { name: "Whole town" }).click();
await page.locator(".bar").waitFor();
await booth.choose(page, ["Thirty trees"]);
await booth.identify(page, booth.newResident());
const tracker = await booth.seal(page);
await booth.cast(page);
assert.equal(await booth.tracker(page), tracker);
const atBoard = asked.filter((url) => url.startsWith(board)).map((url) => new URL(url).pathname.split("/")[1]);
assert.deepEqual([...new Set(atBoard)].sort(), ["ballots", "election", "opening", "standing"]);
assert.deepEqual(page.complaints, []);
await browser.close();
const { stdout } = await promisify(execFile)(verifier, ["page", address, "--board", board]);
console.log(stdout);
end();
