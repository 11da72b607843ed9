// Keeps the page up to date without moving anything under the pointer. Without it every button still works.
(() => {
  "use strict";
  const feed = document.getElementById("feed");
  const place = "scroll:" + new URLSearchParams(location.search).get("channel");
  const shown = { places: null, feed: null, thread: null, modal: null };
  let version = document.body.dataset.version;
  let busy = false;

  const isAtEnd = () => feed.scrollHeight - feed.scrollTop - feed.clientHeight < 40;
  const modalKey = (root) => root.querySelector("[data-key]")?.dataset.key ?? "";

  const start = sessionStorage.getItem(place);
  feed.scrollTop = start === null ? feed.scrollHeight : Number(start);
  addEventListener("pagehide", () => {
    if (isAtEnd()) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, feed.scrollTop);
  });

  function show(name, html) {
    if (shown[name] === html) return;
    shown[name] = html;
    const part = document.getElementById(name);
    if (name === "modal") {
      const next = document.createElement("div");
      next.innerHTML = html;
      if (modalKey(next) === modalKey(part)) return; // what is being typed stays
      const at = document.activeElement;
      const same = at?.name ? [...next.querySelectorAll(`[name="${CSS.escape(at.name)}"]`)] : [];
      const focus = same.find((field) => field.type !== "radio" || field.value === at.value);
      const top = part.querySelector(".dialog-body")?.scrollTop ?? 0;
      part.replaceChildren(...next.childNodes);
      (focus ?? part.querySelector("textarea, input:not([type=hidden])"))?.focus();
      part.querySelector(".dialog-body")?.scrollTo(0, top);
      return;
    }
    const end = isAtEnd();
    const top = feed.scrollTop;
    part.innerHTML = html;
    feed.scrollTop = end ? feed.scrollHeight : top;
  }

  async function refresh() {
    if (busy) return;
    busy = true;
    try {
      const query = new URLSearchParams(location.search);
      query.set("version", version);
      const answer = await fetch("/news?" + query);
      if (answer.status === 200) {
        const news = await answer.json();
        version = String(news.version);
        for (const [name, html] of Object.entries(news.parts)) show(name, html);
      }
    } catch {
      // the sandbox stopped or restarts; the next round tries again
    } finally {
      busy = false;
    }
  }

  async function send(form, submitter) {
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    try {
      const body = new URLSearchParams(new FormData(form));
      if (submitter?.name) body.set(submitter.name, submitter.value);
      await fetch(form.action, { method: "POST", body, redirect: "manual" });
    } catch {
      // as above
    }
    buttons.forEach((button) => { button.disabled = false; });
    await refresh();
  }

  document.addEventListener("submit", (event) => {
    if (event.target.dataset.plain !== undefined) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-choose]");
    if (field) send(field.closest("form"), { name: "gesture", value: field.dataset.choose });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.querySelector("#modal [value=close]")?.click();
  });
  setInterval(refresh, 1000);
})();
