// A server of files, as any is: the page on an origin of its own.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";

const TYPES = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  wasm: "application/wasm",
  svg: "image/svg+xml",
  webmanifest: "application/manifest+json",
};

/** Serves a folder, and sends this policy with its documents; returns its address. */
export async function serve(folder, policy) {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://page.invalid").pathname);
    if (path === "/") return response.writeHead(302, { location: "/en/" }).end();
    const candidates = path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
    for (const candidate of candidates) {
      const bytes = await readFile(join(folder, candidate)).catch(() => null);
      if (!bytes) continue;
      const type = TYPES[candidate.split(".").pop()] ?? "text/plain; charset=utf-8";
      const isDocument = type === TYPES.html;
      const isWorker = candidate.endsWith("/offline.js");
      return response
        .writeHead(200, {
          "content-type": type,
          ...(isDocument && { "content-security-policy": policy }),
          ...(isWorker && { "service-worker-allowed": "../" }),
        })
        .end(bytes);
    }
    return response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${server.address().port}`, end: () => server.close() };
}
