// Says messages. The table is made of a file of Fluent messages (crates/page/src/script_words.rs): a message is a list of
// parts, which are texts, {v: name}, {n: name} for a number, or {s: name, of: {key: parts}, d: default key}.

export class Words {
  constructor(table, language, { currency, decimals }) {
    this.table = table;
    this.plurals = new Intl.PluralRules(language);
    this.numbers = new Intl.NumberFormat(language);
    this.amounts = new Intl.NumberFormat(language, {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    this.currency = currency;
    this.decimals = decimals;
  }

  /** A message with its arguments; {its-id} if it is missing. */
  say(id, values = {}) {
    const parts = this.table[id];
    return parts ? parts.map((part) => this.part(part, values)).join("") : `{${id}}`;
  }

  /** An amount of money, exactly. */
  money(units) {
    const digits = String(units).padStart(this.decimals + 1, "0");
    const whole = digits.slice(0, digits.length - this.decimals);
    const text = this.decimals ? `${whole}.${digits.slice(-this.decimals)}` : whole;
    return this.say("money", { amount: this.amounts.format(text), currency: this.currency });
  }

  part(part, values) {
    if (typeof part === "string") return part;
    if (part.v) return String(values[part.v]);
    if (part.n) return this.numbers.format(values[part.n]);
    const value = values[part.s];
    const chosen = part.of[value] ?? part.of[this.plurals.select(Number(value))] ?? part.of[part.d];
    return chosen.map((inner) => this.part(inner, values)).join("");
  }
}

/** A name for a sentence, whose writing direction stays its own. */
export function isolated(name) {
  return `\u2068${name}\u2069`;
}
