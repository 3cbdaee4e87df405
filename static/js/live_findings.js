// Shows what the checks say: about cells just saved at once, about everything else (summary, other
// cells, parts at the left, advice) when the typist pauses, taken from the page itself.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const PAUSE = 1200;
  let timer = null;

  const notesOf = (cell) => {
    const notes = [];
    for (let next = cell.nextElementSibling; next?.matches(".sheet__note"); next = next.nextElementSibling) {
      notes.push(next);
    }
    return notes;
  };
  const columnOf = (cell) => {
    let column = 1;
    for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) {
      if (before.matches(".sheet__label, .cell, .roster__number")) {
        column += Number(/span-(\d)/.exec(before.className)?.[1] ?? 1);
      }
    }
    return column;
  };
  const mark = (cell, control, state, ids) => {
    cell.className = cell.className.replace(/ ?cell--(error|question|warning|empty)/g, "") + (state ? ` cell--${state}` : "");
    if (state === "error") control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    if (ids) control.setAttribute("aria-describedby", ids);
    else control.removeAttribute("aria-describedby");
    if (control.tagName !== "SELECT") control.placeholder = state === "empty" ? "还未填写" : "";
  };

  // Remarks across cells stay until the page is asked again.
  const isOwn = (note) => /^finding-(cell|conflict)-/.test(note.querySelector(".finding")?.id ?? "");
  const showCell = (path, view) => {
    const control = document.getElementById(`cell-${path.replaceAll("/", "-")}`);
    const cell = control?.closest(".cell");
    if (!cell || cell.querySelector("[type=checkbox]")) return;
    const own = notesOf(cell).filter(isOwn);
    if (own.some((note) => note.contains(document.activeElement))) control.focus();
    own.forEach((note) => note.remove());
    const others = notesOf(cell);
    const level = /finding--(\w+)/.exec(others[0]?.firstElementChild?.className ?? "")?.[1];
    for (const html of [...view.remarks].reverse()) {
      const note = document.createElement("div");
      note.className = `sheet__note from-${columnOf(cell)}`;
      note.innerHTML = html;
      cell.after(note);
    }
    const ids = notesOf(cell).map((note) => note.querySelector(".finding, .comment")?.id).join(" ");
    mark(cell, control, view.state || level || "", ids);
  };

  const isUnsaved = (control) => control.tagName !== "SELECT" && control.value !== control.defaultValue;
  // Somebody answers a question or writes an explanation there.
  const isBusy = (element) => element.querySelector(":focus:not(a)") ||
    [...element.querySelectorAll("textarea")].some(isUnsaved);
  const htmlOf = (elements) => elements.map((element) => element.outerHTML).join("");
  const takeOver = (fresh) => {
    for (const part of fresh.querySelectorAll("[data-live]")) {
      const here = document.querySelector(`[data-live="${part.dataset.live}"]`);
      if (here && !isBusy(here) && here.innerHTML !== part.innerHTML) here.replaceChildren(...part.childNodes);
    }
    for (const control of fresh.querySelectorAll(".cell > [id]")) {
      const mine = document.getElementById(control.id), cell = mine?.closest(".cell");
      if (!cell || isUnsaved(mine)) continue;
      const notes = notesOf(cell), theirs = control.closest(".cell"), given = notesOf(theirs);
      if (notes.some(isBusy)) continue;
      if (htmlOf(notes) !== htmlOf(given)) {
        // Tab may have led into a note that is no more: on to the next cell.
        const next = notes.some((note) => note.contains(document.activeElement)) &&
          cell.parentElement.querySelectorAll(".cell > :is(input, select, textarea)");
        notes.forEach((note) => note.remove());
        cell.after(...given);
        if (next) [...next][[...next].indexOf(mine) + 1]?.focus();
      }
      const state = /cell--(error|question|warning|empty)/.exec(theirs.className)?.[1] ?? "";
      mark(cell, mine, state, control.getAttribute("aria-describedby"));
      if (mine.tagName !== "SELECT" && mine !== document.activeElement) {
        mine.value = mine.defaultValue = control.value;
      }
    }
    for (const row of fresh.querySelectorAll(".roster__row")) {
      for (const part of [".roster__fold", ".roster__menu"]) {
        const here = document.getElementById(row.id)?.querySelector(part), there = row.querySelector(part);
        if (here && !isBusy(here) && !here.querySelector("[open]")) here.replaceChildren(...there.childNodes);
      }
    }
    const seen = fresh.querySelector("form[data-autosave]")?.elements.seen.value;
    if (seen) form.dispatchEvent(new CustomEvent("draft:seen", { detail: JSON.parse(seen) }));
  };

  const refresh = async () => {
    try {
      const response = await fetch(location.href, { redirect: "manual" });
      if (response.ok) takeOver(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch { /* the next save asks again */ }
  };

  form.addEventListener("draft:saved", ({ detail }) => {
    for (const [path, view] of Object.entries(detail.cells)) showCell(path, view);
    if (detail.orphans.length) {
      const box = document.createElement("p");
      box.className = "finding finding--warning";
      box.setAttribute("role", "status");
      box.textContent = `有 ${detail.orphans.length} 格所在的行已在别处删除，您填写的内容另有保留。`;
      form.prepend(box);
    }
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });
})();
