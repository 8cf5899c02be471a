/* Shows what the engine reads in a text while it is written: the form's own button, pressed by itself when nobody has
   typed for a while; and marks what is written in one of the two languages only. */
(() => {
  "use strict";
  const WAIT = 700; // milliseconds of rest before the server is asked
  const place = document.querySelector("[data-reading]");
  const form = place?.closest("form");
  if (!form) return;
  const button = form.querySelector("[data-read-button]");
  let timer, turn = 0;

  const ask = async () => {
    const mine = ++turn;
    const sent = new FormData(form);
    sent.set("read", "1");
    try {
      const answer = await fetch(location.pathname, { method: "POST", body: new URLSearchParams(sent) });
      if (!answer.ok || answer.redirected) throw new Error("not shown");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === turn) place.replaceChildren(...page.querySelector("[data-reading]").childNodes);
      button.hidden = true;
    } catch { button.hidden = false; }
  };
  const compare = () => form.querySelectorAll("[data-both]").forEach((box) => {
    const [first, second] = [...box.querySelectorAll("textarea")].map((field) => Boolean(field.value.trim()));
    box.querySelector("[data-lacks]").hidden = first === second;
  });

  form.addEventListener("input", (event) => {
    if (!event.target.closest("[data-both]") && !event.target.name.startsWith("title_")) return;
    compare();
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  if ([...form.querySelectorAll("[data-both] textarea")].some((field) => field.value)) ask();
})();
