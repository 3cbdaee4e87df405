// Saves what is typed, cell by cell, and shows that it did or did not. Until the server has
// acknowledged a text, this browser keeps it, for this account and filing alone.
// Events on the form: draft:saved {cells, orphans}, draft:expired; it listens to draft:retry,
// draft:refused (with the reason) and draft:seen (what the server holds now).
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const IDLE = 1000, SLOW = 2000, RETRY = 4000, GIVE_UP = 20000;
  const drawer = `partyreg:${form.dataset.account}:${form.dataset.filing}`;
  const tab = Math.random().toString(36).slice(2);
  const line = document.querySelector("[data-save-line]");
  const seen = JSON.parse(form.elements.seen.value || "{}");
  const isAside = (name) => /^(explain|gone):/.test(name); // no cells: the server answers no text for them
  const pending = new Map(); // name -> {text, was, row}
  let inFlight = null, timer = null, failed = false;

  const isOurs = (field) =>
    field.name && !["csrfmiddlewaretoken", "account", "seen", "row"].includes(field.name) &&
    !/^(paste|reply)-/.test(field.name) && field.type !== "hidden" && field.type !== "submit";
  const fieldsOf = (name) => [...form.elements].filter((f) => f.name === name && f.type !== "hidden");
  const rowOf = (name) => {
    const path = name.split("/").slice(0, 2).join("/");
    return [...form.querySelectorAll("input[name=row]")].some((i) => i.value === path) ? path : "";
  };
  const textOf = (field) => {
    if (field.type === "checkbox") return field.checked ? field.value : "";
    return field.value;
  };
  const setText = (name, text) => {
    for (const field of fieldsOf(name)) {
      if (field.type === "checkbox") field.checked = Boolean(text);
      else if (field.type !== "radio" && field.value !== text) {
        if (field.tagName === "SELECT" && ![...field.options].some((o) => o.value === text)) {
          field.add(new Option(text, text));
        }
        field.value = text;
      }
    }
  };

  const readDrawer = () => {
    try { return JSON.parse(localStorage.getItem(drawer) || "{}"); } catch { return {}; }
  };
  const keep = (done = []) => {
    const all = readDrawer();
    for (const name of done) if (all[name]?.tab === tab) delete all[name];
    for (const [name, entry] of pending) all[name] = { ...entry, tab };
    try {
      if (Object.keys(all).length) localStorage.setItem(drawer, JSON.stringify(all));
      else localStorage.removeItem(drawer);
    } catch { /* a full or forbidden store: the page itself still has the text */ }
    line.dataset.waiting = pending.size;
  };

  const show = (part) => {
    failed = part !== "saved";
    for (const element of line.querySelectorAll("[data-save]")) {
      element.hidden = element.dataset.save !== part;
    }
    for (const count of line.querySelectorAll("[data-save-count]")) count.textContent = pending.size;
  };

  for (const field of form.elements) {
    if (isAside(field.name) && (field.type !== "radio" || field.checked)) seen[field.name] = field.value;
  }

  const note = (field) => {
    const { name } = field, text = textOf(field);
    if (field.type === "radio" && !text) pending.delete(name);
    else if (text === (seen[name] ?? "") && !pending.get(name)?.sent) pending.delete(name);
    else pending.set(name, { text, was: pending.get(name)?.was ?? seen[name] ?? "", row: rowOf(name) });
    keep([name]);
  };

  const send = () => { inFlight ??= post().finally(() => { inFlight = null; }); return inFlight; };

  async function post() {
    clearTimeout(timer);
    const batch = new Map(pending);
    if (!batch.size) return;
    const body = new URLSearchParams({
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      account: form.dataset.account,
      seen: JSON.stringify(Object.fromEntries([...batch].map(([name, entry]) => [name, entry.was]))),
    });
    for (const row of new Set([...batch.values()].map((entry) => entry.row))) if (row) body.append("row", row);
    for (const [name, entry] of batch) { body.append(name, entry.text); entry.sent = true; }
    const slow = setTimeout(() => show("failed"), SLOW);
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST", body, redirect: "manual", headers: { Accept: "application/json" },
        keepalive: body.toString().length < 50000, signal: AbortSignal.timeout(GIVE_UP),
      });
      if (response.type === "opaqueredirect" || response.status === 403) return expired();
      if (response.status !== 409 && !response.ok) throw new Error(response.status);
      const answer = await response.json();
      if (answer.error) refused(answer.error);
      else accept(batch, answer);
    } catch {
      show("failed");
      timer = setTimeout(send, RETRY);
    } finally {
      clearTimeout(slow);
    }
  }

  function accept(batch, answer) {
    for (const [name, entry] of batch) {
      const view = answer.cells[name], now = pending.get(name);
      const isNewer = now && now.text !== entry.text;
      if (view && !isNewer) setText(name, view.text);
      if (view && !(isNewer && view.text !== entry.text)) seen[name] = view.text;
      if (isAside(name)) seen[name] = entry.text;
      if (isNewer) now.was = seen[name] ?? now.was;
      else pending.delete(name);
      for (const field of fieldsOf(name)) field.defaultValue = isNewer ? entry.text : field.value;
    }
    for (const [path, view] of Object.entries(answer.cells)) {
      if (!batch.has(path)) { seen[path] = view.text; setText(path, view.text); }
    }
    keep([...batch.keys()].filter((name) => !pending.has(name)));
    line.querySelector("[data-save-word]").textContent = "已自动保存";
    line.querySelector("[data-save-time]").textContent = answer.time;
    show("saved");
    form.dispatchEvent(new CustomEvent("draft:saved", { detail: answer }));
    if (pending.size) timer = setTimeout(send, IDLE);
  }

  function refused(reason) {
    line.querySelector("[data-save=failed]").firstChild.data = `未能保存，请勿关闭本页：${reason} `;
    show("failed");
  }

  function expired() {
    show("expired");
    form.dispatchEvent(new CustomEvent("draft:expired"));
  }

  // Texts that this account typed here before and the server has not acknowledged.
  function replay() {
    for (const [name, { text, was, row }] of Object.entries(readDrawer())) {
      if ((seen[name] ?? "") !== text) pending.set(name, { text, was, row });
      if (fieldsOf(name).length) setText(name, text);
    }
    keep(Object.keys(readDrawer()));
    if (pending.size) send();
  }

  form.addEventListener("input", ({ target }) => {
    if (!isOurs(target)) return;
    note(target);
    clearTimeout(timer);
    timer = setTimeout(send, IDLE);
  });
  form.addEventListener("change", ({ target }) => {
    if (!isOurs(target)) return;
    note(target);
    if (pending.size) send();
  });
  // Every button saves first; what the server then gets with the form is what it has already.
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (pending.size || inFlight) {
      event.preventDefault();
      for (let tries = 0; tries < 3 && (pending.size || inFlight) && (!tries || !failed); tries += 1) {
        await inFlight;
        await send();
      }
      if (!pending.size) form.requestSubmit(button);
      return;
    }
    form.elements.seen.value = JSON.stringify(seen);
  });
  form.addEventListener("draft:retry", send);
  form.addEventListener("draft:refused", ({ detail }) => refused(detail));
  form.addEventListener("draft:seen", ({ detail }) => {
    for (const [name, text] of Object.entries(detail)) if (!pending.has(name)) seen[name] = text;
  });
  line.querySelector("[data-save-retry]").addEventListener("click", send);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(); });
  addEventListener("beforeunload", (event) => { if (failed && pending.size) event.preventDefault(); });
  replay();
})();
