/* Suggests what the search on top of the page would find, under the field; Enter without a choice sends the form as
   ever. */
(() => {
  "use strict";
  const WAIT = 150; // milliseconds of rest before the server is asked
  const LEAST = 2; // fewer letters are in nearly every name
  const input = document.querySelector("[data-suggest-hits]");
  if (!input) return;
  const list = document.createElement("div");
  Object.assign(list, { id: "suggested-hits", className: "suggested-hits", hidden: true });
  const told = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0].textContent.trim());
  told.setAttribute("role", "status");
  input.after(list, told);
  const says = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  Object.entries(says).forEach(([name, value]) => input.setAttribute(name, value));
  let timer, asked = 0, chosen = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    asked += 1; // an answer on its way is no longer waited for
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (at) => {
    const all = options();
    chosen = (at + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    input.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const text = input.value.trim();
    const turn = ++asked;
    if (text.length < LEAST) { close(); return; }
    try {
      const answer = await fetch(`${input.dataset.suggestHits}?q=${encodeURIComponent(text)}`);
      const piece = answer.ok && !answer.redirected ? await answer.text() : "";
      if (turn !== asked || document.activeElement !== input) return;
      if (!piece) { close(); return; }
      list.innerHTML = piece;
      list.hidden = false;
      chosen = -1;
      input.setAttribute("aria-expanded", "true");
      input.removeAttribute("aria-activedescendant");
      const count = options().length;
      told.textContent = count ? input.dataset.told.replace("{count}", count) : list.textContent.trim();
    } catch { if (turn === asked) close(); }
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener("blur", (event) => { if (!list.contains(event.relatedTarget)) close(); });
  // The field keeps the focus until the link is followed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const all = options();
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && all.length) mark(chosen + 1);
    else if (event.key === "ArrowUp" && all.length) mark(chosen < 0 ? all.length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) all[chosen].click();
    else return;
    event.preventDefault();
  });
})();
