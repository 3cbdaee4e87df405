// A form that takes long is sent once; `data-once` says what is going on meanwhile.
for (const form of document.querySelectorAll("form[data-once]")) {
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  form.append(said);
  form.addEventListener("submit", (event) => {
    if (said.textContent) event.preventDefault();
    said.textContent = form.dataset.once;
  });
  window.addEventListener("pageshow", () => (said.textContent = ""));
}
