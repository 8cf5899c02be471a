/* While a company or a person is written, shows who on record it may be; the same is asked when the form is sent. */
(() => {
  "use strict";
  const WAIT = 400; // milliseconds of rest before the server is asked
  const LEAST = 3;
  const place = document.querySelector("[data-alike]");
  const form = place?.closest("form");
  if (!form) return;
  const asking = ["name", "website"].map((name) => form.elements[name]).filter(Boolean);
  let timer, turn = 0;

  const ask = async () => {
    const mine = ++turn;
    const address = new URL(place.dataset.alike, location.href);
    asking.forEach((field) => address.searchParams.set(field.name, field.value.trim()));
    if (form.elements.name.value.trim().length < LEAST) { place.replaceChildren(); return; }
    try {
      const answer = await fetch(address);
      const piece = answer.ok && !answer.redirected ? await answer.text() : "";
      if (mine === turn) place.innerHTML = piece;
    } catch { /* it is asked when the form is sent */ }
  };

  asking.forEach((field) => field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }));
})();
