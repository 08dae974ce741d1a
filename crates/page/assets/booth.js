// The worker in which ballots are sealed, and how it is spoken to. Its script and its module are started only if they have
// the hashes that stand in the document.

export class Booth {
  /** Starts the worker; `root` is where the page is. */
  static async start(root) {
    const [script, module] = await Promise.all([read(root, "worker.js"), read(root, "booth.wasm")]);
    // A browser checks no hash where a worker is started from an address. So it is started from what was checked.
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const booth = new Booth(new Worker(url));
    await booth.ask("start", await module.arrayBuffer());
    URL.revokeObjectURL(url);
    return booth;
  }

  constructor(worker) {
    this.worker = worker;
    this.waiting = new Map();
    this.next = 0;
    worker.addEventListener("message", ({ data: { number, value, error } }) => {
      const { resolve, reject } = this.waiting.get(number);
      this.waiting.delete(number);
      if (error) reject(Object.assign(new Error(error.message), error));
      else resolve(value);
    });
  }

  /** Opens the vote with what a server gives, if it is the one that the document speaks of. */
  async open(opening) {
    const election = await this.ask("open", opening);
    const { electionId, fingerprint } = election;
    const isOther = electionId !== document.documentElement.dataset.election;
    if (isOther || fingerprint !== document.getElementById("fingerprint").textContent) {
      throw Object.assign(new Error(electionId), { name: "other-election" });
    }
    return election;
  }

  /** Ends the worker, with all that it holds. */
  end() {
    this.worker.terminate();
  }

  /** Has the worker do something (worker.js says what it can do). */
  ask(what, ...values) {
    const number = this.next;
    this.next += 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(number, { resolve, reject });
      this.worker.postMessage({ number, what, values });
    });
  }
}

/** A file of the page, if it has its hash. */
export async function read(root, name) {
  const { integrity } = document.querySelector(`meta[name="file"][content="${name}"]`).dataset;
  const answer = await fetch(new URL(`page/${name}`, root), { integrity, credentials: "omit" }).catch((error) => {
    throw Object.assign(new Error(String(error)), { name: "page" });
  });
  if (!answer.ok) throw Object.assign(new Error(answer.statusText), { name: "page" });
  return name.endsWith(".json") ? answer.json() : answer.blob();
}

/** Has the browser keep the page for times without a network; where it does not, nothing is lost. */
export function keepForLater(root) {
  const register = () => navigator.serviceWorker?.register(new URL("page/offline.js", root), { scope: root.href });
  register()?.catch(() => {});
}
