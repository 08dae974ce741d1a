// What is asked of the board's server. What it answers is believed for what it proves, and its words are only shown.

/** The server refuses: `code` is stable, `detail` is for people, `wait` in seconds. */
export class Refused extends Error {
  constructor({ code, detail }, wait) {
    super(detail);
    this.name = "refused";
    this.code = code;
    this.wait = wait;
  }
}

/** No answer came: nobody knows whether the server has heard. */
export class Unanswered extends Error {
  name = "unanswered";
}

const TIMEOUT_MILLISECONDS = 60_000;

export class Server {
  constructor(address, language) {
    this.address = address;
    this.language = language;
  }

  /** The entries with which a vote is opened. */
  async opening() {
    return new Uint8Array(await (await this.ask("opening")).arrayBuffer());
  }

  /** Where the election stands. */
  async election() {
    return (await this.ask("election")).json();
  }

  /** How a credential stands in a district; null if it is not on the roll. */
  async standing(district, credential) {
    return (await this.ask(`standing/${district}/${credential}`)).json();
  }

  /** The receipt of the ballot that is this entry. */
  async receipt(entry) {
    return (await this.ask(`receipts/${Number(entry)}`)).text();
  }

  /** Casts a ballot: the answer is the text of a receipt. The same bytes can be sent again and again. */
  async cast(payload) {
    const headers = { "content-type": "application/octet-stream" };
    return (await this.ask("ballots", { method: "POST", headers, body: payload })).text();
  }

  async ask(path, options = {}) {
    const headers = { "accept-language": this.language, ...options.headers };
    const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const always = { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal };
    let answer;
    try {
      answer = await fetch(new URL(path, this.address), { ...always, ...options, headers });
    } catch (error) {
      throw new Unanswered(String(error));
    }
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({ code: "unavailable", detail: answer.statusText }));
    throw new Refused(problem, Number(answer.headers.get("retry-after")) || 1);
  }
}
