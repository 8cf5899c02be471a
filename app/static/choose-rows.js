/* The box in a list's head ticks all of the page, and the bar says how many rows are chosen. */
(() => {
  "use strict";
  const says = document.querySelector("[data-chosen]");
  if (!says) return;
  const head = document.querySelector("[data-picks-all]");
  const whole = document.querySelector("[data-picks-list]");
  const boxes = [...document.querySelectorAll("tbody input[name=row]")];
  const before = says.textContent;

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const count = whole?.checked ? says.dataset.all : ticked;
    head.checked = ticked > 0 && ticked === boxes.length;
    head.indeterminate = ticked > 0 && !head.checked;
    says.textContent = ticked || whole?.checked ? says.dataset.chosen.replace("#", count) : before;
  };

  head.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = head.checked; });
    if (!head.checked && whole) whole.checked = false;
    tell();
  });
  boxes.forEach((box) => box.addEventListener("change", () => {
    // One row taken away: then it is no longer all of the list.
    if (!box.checked && whole) whole.checked = false;
    tell();
  }));
  whole?.addEventListener("change", tell);
  // A browser that comes back to the page ticks the boxes again, after the page is ready.
  window.addEventListener("pageshow", tell);
})();
