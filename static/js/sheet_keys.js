// Rows as in a sheet: Enter goes to the cell below (in a card to the next one), Shift+Enter back; the
// blank row at the end makes another one below itself as soon as something is typed into it.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  for (const hint of form.querySelectorAll("[data-keys-hint]")) hint.hidden = false;
  const controls = (row) => [...row.querySelectorAll(".cell > :is(input, select, textarea)")];

  const neighbour = (control, step) => {
    const row = control.closest(".roster__row");
    if (row) {
      const rows = [...row.parentElement.querySelectorAll(".roster__row")];
      const next = rows[rows.indexOf(row) + step];
      return next && controls(next)[controls(row).indexOf(control)];
    }
    const all = controls(control.closest(".sheet"));
    return all[all.indexOf(control) + step];
  };

  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || !control.matches(".cell > :is(input, select)")) return;
    event.preventDefault();
    const next = neighbour(control, event.shiftKey ? -1 : 1);
    if (!next) return;
    next.focus();
    if (next.select) next.select();
  });

  const growAfter = (row) => {
    const group = row.closest("[data-spare]");
    const [key, ...spare] = group.dataset.spare.split(",").filter(Boolean);
    if (!key) return;
    group.dataset.spare = spare.join(",");
    const old = row.id.split("-").at(-1);
    const number = Number(row.querySelector(".roster__number").textContent);
    const copy = row.cloneNode(true);
    copy.innerHTML = copy.innerHTML.replaceAll(old, key);
    copy.id = row.id.replace(old, key);
    copy.classList.remove("roster__row--open");
    copy.setAttribute("aria-label", `第 ${number + 1} 行 新的一行`);
    for (const text of copy.querySelectorAll(".roster__number, .roster__fold b:first-child")) {
      text.textContent = number + 1;
    }
    row.after(copy);
    const path = document.createElement("input");
    Object.assign(path, { type: "hidden", name: "row", value: `${group.dataset.group}/${key}` });
    form.append(path);
  };
  form.addEventListener("input", ({ target }) => {
    const row = target.closest(".roster__row");
    const isOffered = row && form.querySelector(`input[name=row][value$="/${row.id.split("-").at(-1)}"]`);
    if (isOffered && !row.nextElementSibling) growAfter(row);
  }, { capture: true });
})();
