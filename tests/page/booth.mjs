// What a resident does on the page, in whatever way they use it, in each language.

import { address, codes } from "./browser.mjs";

export const WORDS = {
  en: {
    choose: "Choose",
    next: "Continue",
    seal: "Seal my ballot",
    sealed: "Sealed, and not cast yet",
    cast: "Cast my ballot",
    done: "Your ballot is recorded",
  },
  fr: {
    choose: "Choisir",
    next: "Continuer",
    seal: "Sceller mon bulletin",
    sealed: "Scellé, et pas encore déposé",
    cast: "Déposer mon bulletin",
    done: "Votre bulletin est enregistré",
  },
  es: {
    choose: "Elegir",
    next: "Continuar",
    seal: "Sellar mi papeleta",
    sealed: "Sellada, y aún no depositada",
    cast: "Depositar mi papeleta",
    done: "Su papeleta está registrada",
  },
};

export const words = WORDS.en;

const given = { next: Number(process.env.ISOLOIR_PAGE_FIRST ?? 0) };

/** The codes of a resident who has not voted in this script. */
export function newResident() {
  const own = codes[given.next];
  given.next += 1;
  return own;
}

export const byMouse = {
  activate: (locator) => locator.click(),
  type: (locator, text) => locator.fill(text),
};

export const byTouch = {
  activate: (locator) => locator.tap(),
  type: async (locator, text) => {
    await locator.tap();
    await locator.fill(text);
  },
};

/** Tab until it is reached, and then a key: nothing is focused from outside. */
export const byKeyboard = {
  async activate(locator) {
    await reach(locator);
    await locator.page().keyboard.press("Enter");
  },
  async type(locator, text) {
    await reach(locator);
    await locator.page().keyboard.type(text);
  },
};

const MOST_TABS = 80;

async function reach(locator) {
  await locator.waitFor();
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return isInSight(locator);
    await locator.page().keyboard.press("Tab");
  }
  throw new Error(`${locator} is not reached by the keyboard`);
}

/** What is in focus is not hidden, not even in part, by what stays in sight (WCAG 2.2, 2.4.11), once the page has scrolled. */
async function isInSight(locator) {
  const isSeen = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [middle, inset] = [(left + right) / 2, 2];
    const at = (y) => document.elementFromPoint(middle, y);
    return [top + inset, bottom - inset].every((y) => element.contains(at(y)) || at(y)?.contains(element));
  };
  const seen = await locator.elementHandle();
  await locator.page().waitForFunction(isSeen, seen, { timeout: 3_000 }).catch(() => {
    throw new Error(`${locator} is in focus, and hidden`);
  });
}

export function button(page, name) {
  return page.getByRole("button", { name, exact: typeof name === "string" });
}

export async function openBudget(page, { language = "en", index = 0, suffix = "" } = {}) {
  await page.goto(`${address}/${language}/budget/${index}${suffix}`);
  await page.locator(".bar").waitFor();
}

/** Chooses projects by parts of their names. */
export async function choose(page, names, { by = byMouse, say = words } = {}) {
  for (const name of names) await by.activate(button(page, new RegExp(`^${say.choose} .*${name}`)));
}

export async function identify(page, own, { by = byMouse, say = words } = {}) {
  await by.activate(button(page, say.next));
  await by.type(page.locator("#code-0"), own[0]);
  await by.activate(button(page, say.next));
}

/** Seals, and returns the tracking code that is shown. */
export async function seal(page, { by = byMouse, say = words } = {}) {
  await by.activate(button(page, say.seal));
  await page.getByRole("heading", { name: say.sealed }).waitFor();
  return tracker(page);
}

export async function cast(page, { by = byMouse, say = words } = {}) {
  await by.activate(button(page, say.cast));
  await page.getByRole("heading", { name: say.done }).waitFor();
}

export function tracker(page) {
  return page.locator("[data-tracker]").getAttribute("data-tracker");
}

/** From the first look to the sealed ballot. */
export async function sealed(page, own, names = ["Thirty trees"]) {
  await openBudget(page);
  await choose(page, names);
  await identify(page, own);
  return seal(page);
}
