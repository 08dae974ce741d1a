// A ballot is opened in the place of being cast, and a second browser tells what the first had sealed. One that has lied is
// found out.

import assert from "node:assert/strict";

import * as booth from "./booth.mjs";
import { fits, isAccessible, launch, shoot, visit } from "./browser.mjs";
import { scan } from "./qr.mjs";

const browser = await launch();
const first = await visit(browser, { locale: "en", viewport: { width: 320, height: 800 } });
const sent = [];
first.context().on("request", (request) => sent.push(request.url()));
const tracker = await booth.sealed(first, booth.newResident(), ["Thirty trees", "Benches"]);
await first.locator("summary").click();
await booth.button(first, "Check this device instead").click();
await first.getByRole("heading", { name: "This ballot was opened and is not cast" }).waitFor();
await isAccessible(first, "opened");
await fits(first, "opened");
await shoot(first, "en-320-opened");
const link = await scan(first);
const [page, opening] = link.split("#challenge=");

const second = await visit(browser, { locale: "en", viewport: { width: 390, height: 800 } });
const asked = [];
second.on("request", (request) => asked.push(request.url()));
await second.goto(link);
await second.getByRole("heading", { name: /This was sealed: Whole town/ }).waitFor();
assert.deepEqual(await second.locator(".review .name").allTextContents(), ["Thirty trees for the market square", "Benches every two hundred metres"]);
assert.equal(await booth.tracker(second), tracker);
assert.equal(new URL(second.url()).hash, "", "the address does not keep it");
for (const url of [...sent, ...asked]) assert.ok(!url.includes(opening.slice(0, 40)), `${url} tells what was chosen`);
await isAccessible(second, "shown");
await fits(second, "shown");
await shoot(second, "en-390-shown");

// A device that shows other choices than it has sealed, whatever it changes, shows another tracking code, or no ballot.
const bytes = Buffer.from(opening, "base64url");
bytes[bytes.length - 1] ^= 0x40;
await second.goto("about:blank");
await second.goto(`${page}#challenge=${bytes.toString("base64url")}`);
await second.getByRole("heading", { name: /This was sealed/ }).waitFor();
assert.notEqual(await booth.tracker(second), tracker);
await second.goto("about:blank");
await second.goto(`${page}#challenge=${opening.slice(8)}`);
await second.getByText("This is no opened ballot").waitFor();

// What was opened is not cast; the same choices can be sealed anew.
await booth.button(first, "Seal a new ballot with the same choices").click();
assert.notEqual(await booth.seal(first), tracker);
await booth.cast(first);
await browser.close();
