// A block of cells pasted into a sheet goes to the server as a whole, which knows headers and
// columns. A single text is pasted as usual.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  // A merged cell stands in each row that it covers, as it reads on the paper.
  const fromTable = (table) => {
    const grid = [...table.rows].map(() => []);
    [...table.rows].forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x] !== undefined) x += 1;
        for (const br of cell.querySelectorAll("br")) br.replaceWith("\n");
        const text = cell.textContent.replace(/[ \t\u00a0]*\n[ \t\u00a0]*/g, "\n").trim();
        for (let down = 0; down < cell.rowSpan && y + down < grid.length; down += 1) {
          for (let right = 0; right < cell.colSpan; right += 1) grid[y + down][x + right] = right ? "" : text;
        }
        x += cell.colSpan;
      }
    });
    return grid;
  };
  const quoted = (text) => (/[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const blockOf = (clipboard) => {
    const html = new DOMParser().parseFromString(clipboard.getData("text/html"), "text/html");
    const table = html.querySelector("table");
    if (table) {
      const grid = fromTable(table);
      return grid.length * Math.max(...grid.map((row) => row.length)) > 1
        ? grid.map((row) => row.map((text) => quoted(text ?? "")).join("\t")).join("\n") : "";
    }
    const text = clipboard.getData("text/plain");
    return text.includes("\t") || text.trimEnd().includes("\n") ? text : "";
  };

  form.addEventListener("paste", (event) => {
    const control = event.target;
    const row = control.closest(".roster__row");
    if (!row || !control.matches(".cell > input")) return;
    const block = blockOf(event.clipboardData);
    if (!block) return;
    event.preventDefault();
    const [group, key, column] = control.name.split("/");
    const parts = { text: block, at: key, first: column };
    for (const [name, value] of Object.entries(parts)) form.elements[`paste-${group}-${name}`].value = value;
    form.requestSubmit(form.querySelector(`[data-paste="${group}"] [type=submit]`));
  });
})();
