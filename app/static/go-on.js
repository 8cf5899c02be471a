/* What was broken off after a few seconds, or goes on beside, is gone on with or looked at again by itself, as the
   button would; `data-go-on` may say after how many milliseconds. Where `data-progress` says how far it is, what is new
   is put there, so that it is told politely and nobody's place on the page is lost; else the page is read anew. */
(() => {
  "use strict";
  const place = document.querySelector("[data-go-on]");
  const form = place && place.querySelector("form");
  if (!form) return;
  const told = document.querySelector("[data-progress]");
  const after = (then) => window.setTimeout(then, Number(place.dataset.goOn) || 400);
  const look = async () => {
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(address);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const news = page.querySelector("[data-progress]");
      if (!news) {
        window.location.assign(answer.url);
        return;
      }
      if (news.textContent !== told.textContent) told.replaceChildren(...news.childNodes);
    } catch {
      // The server is gone for a moment; what it says next is worth waiting for.
    }
    after(look);
  };
  after(told ? look : () => form.requestSubmit());
})();
