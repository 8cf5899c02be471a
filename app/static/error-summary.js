/* Moves focus to the summary of what must be corrected, so that it is read first. */
(() => {
  "use strict";
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
