// Gives every password field a button that shows what was typed.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const holder = document.createElement("span");
  const button = document.createElement("button");
  holder.className = "password";
  button.type = "button";
  button.textContent = "显示";
  button.setAttribute("aria-controls", input.id);
  button.setAttribute("aria-label", "显示密码");
  input.replaceWith(holder);
  holder.append(input, button);
  button.addEventListener("click", () => {
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.textContent = hidden ? "隐藏" : "显示";
    button.setAttribute("aria-label", hidden ? "隐藏密码" : "显示密码");
  });
  // The browser must see a password when the form leaves, or it will not offer to keep it.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}
