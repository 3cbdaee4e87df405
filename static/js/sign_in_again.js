// Signs in again without leaving the page, as the same user, and lets the waiting texts be saved.
(() => {
  const form = document.querySelector("form[data-autosave]");
  const place = document.querySelector("[data-save=expired]");
  if (!form || !place) return;
  const link = place.querySelector("a");
  const address = new URL(link.href).pathname;

  const page = async (url, options) => {
    const response = await fetch(url, options);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  };
  const tokenOf = (html) => html.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  // A new session has a new token; every form of this page needs it.
  const renew = async () => {
    const fresh = await page(location.href);
    if (fresh.querySelector("form[data-autosave]")?.dataset.account !== form.dataset.account) return false;
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = tokenOf(fresh);
    return true;
  };

  const ask = () => {
    const box = document.createElement("span");
    box.className = "sign-in-again";
    box.innerHTML = '<label for="again">密码</label><input class="control control--dense" id="again" ' +
      'type="password" autocomplete="current-password"><button class="button button--dense" type="button">登录</button>' +
      '<span role="alert"></span>';
    link.replaceWith(box);
    const [input, button, said] = ["input", "button", "[role=alert]"].map((what) => box.querySelector(what));
    input.focus();
    const enter = async () => {
      said.textContent = "";
      const body = new URLSearchParams({
        username: form.dataset.username, password: input.value,
        csrfmiddlewaretoken: tokenOf(await page(address)),
      });
      const response = await fetch(address, { method: "POST", body, redirect: "manual" });
      if (response.type !== "opaqueredirect" || !await renew()) {
        said.textContent = response.status === 429 ? "账号已锁定，请稍后再试。" : "密码不对，请重新输入。";
        return;
      }
      box.replaceWith(link);
      form.dispatchEvent(new CustomEvent("draft:retry"));
    };
    button.addEventListener("click", enter);
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); enter(); } });
  };

  link.addEventListener("click", (event) => { event.preventDefault(); ask(); });
  // Another window may have signed in meanwhile, as this user or as somebody else.
  form.addEventListener("draft:expired", async () => {
    const fresh = await page(location.href).catch(() => null);
    if (!fresh || fresh.querySelector("[name=password]") || form.dataset.renewed) return;
    form.dataset.renewed = "1"; // once: a refusal after that is shown
    const event = await renew() ? new CustomEvent("draft:retry")
      : new CustomEvent("draft:refused", { detail: "现在登录的是别的账号，内容没有保存。" });
    form.dispatchEvent(event);
  });
  form.addEventListener("draft:saved", () => { delete form.dataset.renewed; });
})();
