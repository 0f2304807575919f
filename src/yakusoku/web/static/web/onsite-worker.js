/* Shows the sheet on the spot again after a reload without connection. Its reach is that page alone.

   The network always comes first: what is kept here is shown only when there is none. */
"use strict";

const KEPT = "yakusoku-onsite-1";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const good = (answer) => answer && answer.ok && !answer.redirected && answer.type === "basic";

// What belongs to a signed-in person: the page. Kept until the next visit that the server answers otherwise.
const keepAll = async (addresses) => {
  const kept = await caches.open(KEPT);
  for (const address of addresses) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (good(answer)) await kept.put(address, answer);
  }
};

self.addEventListener("message", (event) => {
  if (!event.data?.keep) return;
  event.waitUntil(keepAll(event.data.keep).then(() => event.ports[0]?.postMessage("kept"), () => {}));
});

const fromNetwork = async (request) => {
  const patience = new AbortController();
  const clock = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: patience.signal });
  } finally {
    clearTimeout(clock);
  }
};

const answerTo = async (request) => {
  const kept = await caches.open(KEPT);
  try {
    const answer = await fromNetwork(request);
    const page = request.mode === "navigate";
    if (good(answer)) await kept.put(request.url, answer.clone());
    // The sheet is closed, or the person signed out: the copy goes too.
    else if (page && answer.status < 500) await kept.delete(request.url);
    return answer;
  } catch (trouble) {
    const copy = await kept.match(request.url);
    if (copy) return copy;
    throw trouble;
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const near = new URL(request.url).origin === self.location.origin;
  if (request.method === "GET" && near) event.respondWith(answerTo(request));
});
