// Makes elements. Text is only ever text: nothing that a definition, a server or a voter says becomes HTML.

/** An element: `h("p", { class: "note", onclick: f }, "text", child)`. What is null or false is left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts something in the place of all that is in an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** A list in an order that is drawn anew each time (Fisher and Yates), of numbers that nobody can foresee. */
export function shuffled(list) {
  const order = [...list];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const at = randomBelow(last + 1);
    [order[last], order[at]] = [order[at], order[last]];
  }
  return order;
}

function randomBelow(limit) {
  const most = 2 ** 32 - (2 ** 32 % limit);
  const [drawn] = crypto.getRandomValues(new Uint32Array(1));
  return drawn < most ? drawn % limit : randomBelow(limit);
}
