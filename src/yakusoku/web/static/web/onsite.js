/* The sheet on the spot. What is noted without a connection waits in this tablet and is sent when it is back.

   Each thing gets a number of its own before it is first sent: sent again, the server knows it. Nothing leaves
   the tablet's store before the server has said that it keeps it. Photos are drawn anew before they are kept:
   smaller, upright, and without the place that a camera writes into them. */
(() => {
  "use strict";

  const root = document.querySelector("[data-onsite]");
  if (!root || !window.indexedDB) return;
  const words = root.dataset;
  const token = root.querySelector("[name=csrfmiddlewaretoken]").value;
  const own = { inspection: words.inspection, user: words.user };
  const LONGEST_EDGE = 2000;
  const LONGEST_WAIT = 30000;

  const number = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // The store of what waits.
  const opened = new Promise((done, failed) => {
    const asked = indexedDB.open("yakusoku-onsite", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("waiting", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  const store = async (mode, act) => {
    const base = await opened;
    return new Promise((done, failed) => {
      const transaction = base.transaction("waiting", mode);
      const asked = act(transaction.objectStore("waiting"));
      transaction.oncomplete = () => done(asked.result);
      transaction.onerror = transaction.onabort = () => failed(transaction.error);
    });
  };
  const keep = (item) => store("readwrite", (rows) => rows.put(item));
  const forget = (key) => store("readwrite", (rows) => rows.delete(key));
  const waiting = async () => {
    const all = await store("readonly", (rows) => rows.getAll());
    const mine = all.filter((item) => item.inspection === own.inspection && item.user === own.user);
    return mine.sort((one, two) => one.noted - two.noted);
  };

  // Saying how it stands.
  const tell = (form, state, text) => {
    const line = form.querySelector("[data-told]");
    line.dataset.state = state;
    line.textContent = text;
    return line;
  };
  const formOf = (item) => {
    const place = document.getElementById(item.check);
    return place && place.querySelector(item.kind === "photo" ? "[data-photo]" : "[data-note]");
  };
  const rest = root.querySelector("[data-waiting]");
  const count = async () => {
    const left = (await waiting()).length;
    rest.toggleAttribute("data-some", left > 0);
    rest.textContent = left ? words.wordsWaiting.replace("{count}", left) : words.wordsNone;
  };

  // Sending, one after the other, in the order of noting.
  let sending = false;
  let again = false;
  const send = async () => {
    if (sending) {
      again = true;
      return;
    }
    sending = true;
    try {
      for (const { key } of await waiting()) {
        // Read again: what was kept meanwhile may have changed it.
        const item = await store("readonly", (rows) => rows.get(key));
        if (!item || item.held) continue;
        if (!(await sendOne(item))) break;
      }
    } finally {
      sending = false;
      await count();
    }
    if (again) {
      again = false;
      await send();
    }
  };

  const sendOne = async (item) => {
    const form = formOf(item);
    const body = new FormData();
    body.set("key", item.key);
    body.set("noted_by", item.user);
    if (item.kind === "photo") {
      body.set("photo", item.photo, item.name);
    } else {
      body.set("verification", item.verification);
      body.set("seen", item.seen);
      body.set("base", item.base);
      if (item.force) body.set("force", "on");
    }
    let answer;
    try {
      answer = await fetch(item.href, {
        method: "POST",
        body,
        headers: { "X-CSRFToken": token, Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(LONGEST_WAIT),
      });
    } catch {
      return false;
    }
    const told = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!told) {
      // Signed out, or a server in trouble: it stays here.
      if (answer.type === "opaqueredirect" || answer.status === 403) rest.textContent = words.wordsLogin;
      return false;
    }
    const result = await answer.json();
    if (result.outcome === "refused") {
      await keep({ ...item, held: true });
      if (form) tell(form, "refused", result.words);
      return true;
    }
    if (result.outcome === "conflict") {
      await keep({ ...item, held: true });
      if (form) choose(form, item, result);
      return true;
    }
    await forget(item.key);
    if (form && item.kind === "note") {
      form.dataset.base = result.stamp;
      // What was noted after this one, at the same check, stands on what has just been kept.
      for (const later of await waiting()) {
        if (later.check === item.check && later.kind === "note") await keep({ ...later, base: result.stamp });
      }
    }
    if (form) tell(form, "kept", `${words.wordsKept} ${new Date().toTimeString().slice(0, 5)}`);
    return true;
  };

  // Somebody else wrote at the same check: a person chooses, nothing is lost unseen.
  const choose = (form, item, result) => {
    const line = tell(form, "conflict", `${words.wordsConflict} ${result.by} ${result.verification} ${result.seen} `);
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button";
      made.textContent = text;
      made.addEventListener("click", act);
      line.append(made);
    };
    button(words.wordsOverwrite, async () => {
      await keep({ ...item, held: false, force: true });
      await send();
    });
    button(words.wordsDrop, async () => {
      await forget(item.key);
      location.reload();
    });
  };

  // Noting.
  const note = async (form) => {
    const chosen = form.querySelector("[name=verification]:checked");
    const seen = form.querySelector("[name=seen]").value;
    if (!chosen) {
      tell(form, "refused", words.wordsChoose);
      return;
    }
    if (chosen.value === "different" && !seen.trim()) {
      tell(form, "refused", words.wordsSeen);
      return;
    }
    const check = form.closest("[data-check]").dataset.check;
    // A note that still waits is written over: only the last one of a check is sent.
    for (const item of await waiting()) {
      if (item.kind === "note" && item.check === check && (item.held || !sending)) await forget(item.key);
    }
    await put(form, {
      ...own,
      key: number(),
      kind: "note",
      check,
      href: form.getAttribute("action"),
      verification: chosen.value,
      seen,
      base: form.dataset.base,
      noted: Date.now(),
    });
  };

  const put = async (form, item) => {
    try {
      await keep(item);
    } catch {
      tell(form, "refused", words.wordsSpace);
      return;
    }
    tell(form, "queued", item.kind === "photo" ? words.wordsPhoto.replace("{count}", 1) : words.wordsQueued);
    await count();
    // Not waited for: the next note is kept however long this one is under way.
    send();
  };

  const drawnAnew = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  };
  const takePhoto = async (form, file) => {
    let photo = file;
    let name = file.name;
    try {
      photo = await drawnAnew(file);
      name = `${file.name.replace(/\.[^.]*$/, "") || "photo"}.jpg`;
    } catch {
      // A kind of picture that this browser cannot draw goes as it is.
    }
    await put(form, {
      ...own,
      key: number(),
      kind: "photo",
      check: form.closest("[data-check]").dataset.check,
      href: form.getAttribute("action"),
      photo,
      name,
      noted: Date.now(),
    });
  };

  // One note after the other: two quick presses at one check never overtake each other.
  let last = Promise.resolve();
  const inTurn = (act) => {
    last = last.then(act, act);
    return last;
  };
  root.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (form?.matches("[data-note]")) inTurn(() => note(form));
    if (form?.matches("[data-photo]") && event.target.files?.length) {
      const [file] = event.target.files;
      event.target.value = "";
      inTurn(() => takePhoto(form, file));
    }
  });
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-note]");
    if (!form) return;
    event.preventDefault();
    inTurn(() => note(form));
  });

  // After a reload, what waits stands in its form again.
  const restore = async () => {
    for (const item of await waiting()) {
      const form = formOf(item);
      if (!form) continue;
      if (item.kind === "photo") {
        tell(form, "queued", words.wordsPhoto.replace("{count}", 1));
        continue;
      }
      const mark = form.querySelector(`[name=verification][value="${item.verification}"]`);
      if (mark) mark.checked = true;
      form.querySelector("[name=seen]").value = item.seen;
      tell(form, "queued", words.wordsQueued);
      if (item.held) await keep({ ...item, held: false });
    }
  };

  // One at a time, or all under each other.
  const mode = root.querySelector("[data-mode]");
  const steps = root.querySelector("[data-steps]");
  const checks = [...root.querySelectorAll("[data-check]")];
  let current = 0;
  const show = (index) => {
    current = Math.max(0, Math.min(checks.length - 1, index));
    checks.forEach((check, place) => check.toggleAttribute("data-current", place === current));
    steps.querySelector("[data-place]").textContent = `${current + 1} / ${checks.length}`;
  };
  mode.hidden = false;
  mode.addEventListener("click", () => {
    const one = root.classList.toggle("onsite-one");
    mode.textContent = one ? words.wordsList : words.wordsOne;
    steps.hidden = !one;
    show(current);
  });
  steps.querySelector("[data-previous]").addEventListener("click", () => show(current - 1));
  steps.querySelector("[data-next]").addEventListener("click", () => show(current + 1));

  // The page itself, kept for a reload without connection.
  const remember = async () => {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register(words.worker, { scope: words.scope });
    const ready = await navigator.serviceWorker.ready;
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
    const addresses = parts.map((part) => part.href || part.src);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      root.querySelector("[data-ready]").textContent = words.wordsReady;
      root.dataset.ready = "yes";
    };
    ready.active.postMessage({ keep: [location.href, ...addresses] }, [channel.port2]);
  };

  window.addEventListener("online", () => send());
  setInterval(() => send(), 20000);
  restore()
    .then(count)
    .then(send)
    .then(() => remember())
    .catch(() => count());
})();
