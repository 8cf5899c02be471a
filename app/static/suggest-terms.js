/* Suggests vocabulary terms for the word being typed, as a list box under the field; the button for it is then not
   needed. */
(() => {
  "use strict";
  const WAIT = 120; // milliseconds of rest before the server is asked
  document.querySelectorAll("[data-suggest]").forEach((box, number) => {
    const input = box.querySelector("textarea");
    const button = box.querySelector("[data-suggest-button]");
    const list = document.createElement("ul");
    Object.assign(list, { id: `terms-${number}`, className: "suggestions", hidden: true });
    const told = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels[0].textContent.trim());
    told.setAttribute("role", "status");
    input.after(list, told);
    const says = { "aria-autocomplete": "list", "aria-controls": list.id };
    Object.entries(says).forEach(([name, value]) => input.setAttribute(name, value));
    button.hidden = true;
    let timer, asked = 0, chosen = -1;

    const word = () => {
      const before = input.value.slice(0, input.selectionStart);
      const start = Math.max(before.lastIndexOf(","), before.lastIndexOf(";"), before.lastIndexOf("\n")) + 1;
      const rest = input.value.slice(input.selectionStart);
      const end = input.selectionStart + (/[,;\n]/.test(rest) ? rest.search(/[,;\n]/) : rest.length);
      return { start, end, text: input.value.slice(start, end).trim() };
    };
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (at) => {
      chosen = at;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const take = (label) => {
      const { start, end } = word();
      const space = start && input.value[start - 1] !== "\n" ? " " : "";
      const head = input.value.slice(0, start) + space + label;
      const tail = input.value.slice(end);
      input.value = head + (tail || ", ");
      const caret = head.length + (tail ? 0 : 2);
      input.setSelectionRange(caret, caret);
      input.focus();
      close();
    };
    const show = (labels) => {
      list.replaceChildren(...labels.map((label, place) => {
        const item = Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, textContent: label });
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(label); });
        return item;
      }));
      close();
      if (!labels.length) { told.textContent = ""; return; }
      list.hidden = false;
      told.textContent = labels.length === 1 ? box.dataset.one : box.dataset.many.replace("{count}", labels.length);
    };
    const ask = async () => {
      const { text } = word();
      const turn = ++asked;
      if (text.length < 2) { show([]); return; }
      try {
        const address = `${box.dataset.suggest}?q=${encodeURIComponent(text)}`;
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        const labels = answer.ok && !answer.redirected ? await answer.json() : [];
        if (turn === asked && document.activeElement === input) show(labels);
      } catch { if (turn === asked) { close(); button.hidden = false; } }
    };

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const last = list.children.length - 1;
      if (event.key === "ArrowDown") mark(chosen >= last ? 0 : chosen + 1);
      else if (event.key === "ArrowUp") mark(chosen <= 0 ? last : chosen - 1);
      else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen].textContent);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  });
})();
