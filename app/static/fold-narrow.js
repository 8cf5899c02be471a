/* On a narrow screen what is secondary is folded until it is asked for; without script it stands open. */
(() => {
  "use strict";
  if (!window.matchMedia("(max-width: 40rem)").matches) return;
  document.querySelectorAll("details[data-wide]").forEach((each) => { each.open = false; });
})();
