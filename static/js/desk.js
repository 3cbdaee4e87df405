/* The desk by keyboard: a key presses what names it in data-key. Notes move level with their cells. */

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select";

function chosenCell() {
  return document.activeElement?.closest("[data-path]");
}

function commentOn(cell) {
  const form = document.querySelector("#comment form");
  if (cell) {
    form.elements.path.value = cell.dataset.path;
    const name = cell.dataset.label || cell.previousElementSibling?.textContent || "";
    const row = cell.closest("tr")?.querySelector('[data-label="姓名"]');
    const person = row && row !== cell ? `${row.textContent.trim()} ` : "";
    document.querySelector("[data-cell-label]").textContent = person + name.trim();
  }
  form.elements.text.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && event.target.form) {
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.hasAttribute("data-comment")) {
    commentOn(chosenCell());
  } else {
    target.click();
    // A link to a form of this page goes on to its first question.
    if (target.hash && target.pathname === location.pathname) {
      const place = document.querySelector(target.hash);
      (place?.querySelector("select, input:not([type=hidden]), textarea") || place)?.focus();
    }
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="?cell="]');
  if (!link) return;
  event.preventDefault();
  link.focus();
  commentOn(link.closest("[data-path]"));
});

function level(margin) {
  const notes = [...margin.children];
  const sheet = margin.previousElementSibling;
  const place = (note) => {
    const cell = document.getElementById(note.dataset.cell || "");
    return cell && sheet.contains(cell) ? cell.getBoundingClientRect().top : 0;
  };
  const isBeside = sheet.getBoundingClientRect().right <= margin.getBoundingClientRect().left;
  notes.forEach((note) => (note.style.marginTop = ""));
  if (!isBeside) return;
  notes.sort((one, other) => place(one) - place(other)).forEach((note) => margin.append(note));
  for (const note of notes) {
    const gap = place(note) - note.getBoundingClientRect().top;
    if (gap > 0) note.style.marginTop = `${gap}px`;
  }
}

function levelAll() {
  document.querySelectorAll("[data-margin]").forEach(level);
}

addEventListener("load", levelAll);
addEventListener("resize", levelAll);
