// Gives every password field a button that shows what was typed.
for (const input of document.querySelectorAll('input[type="password"]')) {
  const holder = document.createElement("span");
  const button = document.createElement("button");
  const verb = document.createElement("span");
  const noun = document.createElement("span");
  holder.className = "password";
  button.type = "button";
  verb.textContent = "显示";
  noun.textContent = "密码";
  noun.className = "visually-hidden";
  button.append(verb, noun);
  input.replaceWith(holder);
  holder.append(input, button);

  const show = (shown) => {
    input.type = shown ? "text" : "password";
    verb.textContent = shown ? "隐藏" : "显示";
  };
  button.addEventListener("click", () => show(input.type === "password"));
  // The browser must see a password when the form leaves, or it will not offer to keep it.
  input.form?.addEventListener("submit", () => show(false));
}
