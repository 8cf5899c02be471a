/* A form that posts is sent once: a second press waits for the answer of the first. */
(() => {
  "use strict";
  let sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("data-repeat")) return;
    if (sent.has(form)) { event.preventDefault(); return; }
    sent.add(form);
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = new WeakSet();
    document.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
})();
