/* Keys: elements say theirs in data-key; j and k walk through data-item. Off while typing, and can be turned off. */
(() => {
  "use strict";
  const STORE = "brygga-keys";
  const dialog = document.querySelector("[data-keys]");
  if (!dialog) return; // the person has turned the keys off in their settings
  const opener = document.querySelector("[data-keys-open]");
  const toggle = document.querySelector("[data-keys-toggle]");
  const read = () => { try { return window.localStorage.getItem(STORE) !== "off"; } catch { return true; } };
  const write = (on) => {
    try { window.localStorage.setItem(STORE, on ? "on" : "off"); } catch { /* kept for this page only */ }
  };
  let on = read();

  const BUTTONS = "[type=checkbox], [type=radio], [type=submit], [type=button]";
  const typing = (node) =>
    node.isContentEditable || (node.matches("input, textarea, select") && !node.matches(BUTTONS));
  const items = () => [...document.querySelectorAll("[data-item]")].filter((item) => item.getClientRects().length);
  const current = () => document.activeElement.closest("[data-item]") || document.querySelector("[data-item].here");

  const walk = (step) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    all.forEach((item) => item.classList.toggle("here", item === next));
    const target = next.querySelector("a, button") || next;
    target.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  const act = (key) => {
    const scope = current();
    const find = (root) => root.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const anywhere = () => find(document.querySelector("main")) || find(document);
    const target = (scope && find(scope)) || (items().length && "sdim".includes(key) ? null : anywhere());
    if (!target) return false;
    if (target.matches("input, textarea, select")) { target.focus(); if (target.select) target.select(); }
    else if (target.matches("summary")) {
      target.parentElement.open = true;
      (target.parentElement.querySelector("a, button") || target).focus();
    }
    else {
      // By key the reader goes through the candidates, and comes back to them; by link to what has come of the pair.
      if (key === "i" && scope && target.href) {
        const way = new URL(target.href);
        way.searchParams.set("back", "need");
        target.href = way;
      }
      target.click();
    }
    return true;
  };

  if (opener) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
  if (toggle) {
    toggle.checked = on;
    toggle.addEventListener("change", () => { on = toggle.checked; write(on); });
  }

  document.addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (dialog.open) return;
    if (event.key === "?") dialog.showModal();
    else if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (!"/csdim".includes(event.key) || event.key.length !== 1 || !act(event.key)) return;
    event.preventDefault();
  });
})();
