/* After a candidate was short-listed, dismissed or introduced, the page comes back where it was, with the focus on the
   next one. */
(() => {
  "use strict";
  const STORE = "brygga-place";
  const FORGOTTEN_AFTER = 30 * 60 * 1000;
  const ACTS = "[data-key=s], [data-key=d], [data-key=i]";
  const shown = (item) => item.getClientRects().length;
  const items = () => [...document.querySelectorAll(".candidates > [data-item]")].filter(shown);
  const nameOf = (item) => item.querySelector("h3")?.textContent ?? "";

  const remember = (event) => {
    const control = event.target.closest(ACTS);
    const item = control?.closest(".candidates > [data-item]");
    if (!item) return;
    const place = { path: location.pathname, at: Date.now(), key: control.dataset.key };
    Object.assign(place, { index: items().indexOf(item), name: nameOf(item) });
    try { sessionStorage.setItem(STORE, JSON.stringify(place)); } catch { /* the page then opens at its top */ }
  };

  const come_back = () => {
    let place = null;
    try { place = JSON.parse(sessionStorage.getItem(STORE) ?? "null"); } catch { /* nothing is known */ }
    if (!place || place.path !== location.pathname) return;
    try { sessionStorage.removeItem(STORE); } catch { /* it is forgotten in time */ }
    const all = items();
    if (!all.length || Date.now() - place.at > FORGOTTEN_AFTER) return;
    const at = all.findIndex((item) => nameOf(item) === place.name);
    // One that can still be acted on in this way was left as it was: the reader is back at it.
    const untouched = at >= 0 && all[at].querySelector(`[data-key="${place.key}"]`);
    const next = all[Math.min(all.length - 1, at < 0 ? place.index : untouched ? at : at + 1)];
    all.forEach((item) => item.classList.toggle("here", item === next));
    (next.querySelector("a, button") ?? next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    // What was done is said at the page's top, with its button to undo: it stays in sight.
    document.querySelector(".flashes")?.classList.add("in-sight");
  };

  document.addEventListener("click", remember, true);
  come_back();
})();
