/* What was broken off after a few seconds, or goes on beside, is gone on with or looked at again by itself, as the
   button would; `data-go-on` may say after how many milliseconds. */
(() => {
  "use strict";
  const place = document.querySelector("[data-go-on]");
  const form = place && place.querySelector("form");
  if (form) window.setTimeout(() => form.requestSubmit(), Number(place.dataset.goOn) || 400);
})();
