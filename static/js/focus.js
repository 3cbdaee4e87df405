// A link to a cell moves the focus into it, on this page and on arrival; to a row, into its first cell.
(() => {
  const focus = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return false;
    const control = target.matches("input, select, textarea, [tabindex]") ? target
      : target.querySelector(".cell > :is(input, select, textarea), input");
    if (!control) return false;
    if (target !== control && target.id) location.replace(`#${target.id}`); // a folded row opens as :target
    control.focus();
    control.scrollIntoView({ block: "center" });
    return true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (!link || link.pathname !== location.pathname || event.ctrlKey || event.metaKey) return;
    if (focus(link.hash.slice(1))) event.preventDefault();
  });
  if (location.hash) focus(location.hash.slice(1));
})();
