// The service worker: gives what the page has loaded before when the network gives nothing, so that a receipt can be checked
// without one. It never answers in the place of a server that answers, and keeps nothing that a voter has done.

const KEPT = "isoloir-page";

/** Documents, files of the page, and the entries with which a vote is opened. */
const KEEPS = /^(page\/|[a-z]{2}(-[a-z0-9]{2,8})?\/|opening$)/;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepFiles());
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { scope } = self.registration;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  if (KEEPS.test(request.url.slice(scope.length).split(/[?#]/)[0])) event.respondWith(answer(request));
});

/** The files of the manifest. What one of them can't be had for does not matter: it is had when it is needed. */
async function keepFiles() {
  const cache = await caches.open(KEPT);
  const [, ...lines] = (await (await fetch("manifest")).text()).trimEnd().split("\n");
  const files = lines.map((line) => line.split(" ")[1]);
  await Promise.allSettled([...files, "../opening"].map((file) => cache.add(file)));
}

async function answer(request) {
  const cache = await caches.open(KEPT);
  try {
    const fresh = await fetch(request);
    if (fresh.ok) await cache.put(request, fresh.clone());
    return fresh;
  } catch (error) {
    const old = await cache.match(request, { ignoreSearch: true });
    if (old) return old;
    throw error;
  }
}
