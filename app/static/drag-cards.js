/* A card of the board is dragged to another stage: pressed is the button that its own menu has for that stage. */
(() => {
  "use strict";
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const says = document.querySelector("[data-board-says]");
  const lanes = [...board.querySelectorAll("[data-lane]")];
  let card = null;

  const buttonFor = (lane) => card?.querySelector(`button[name=stage][value="${CSS.escape(lane.dataset.lane)}"]`);
  const end = () => {
    card?.classList.remove("dragged");
    lanes.forEach((lane) => lane.classList.remove("may-drop", "drops", "no-drop"));
    card = null;
  };

  board.querySelectorAll("[data-card]").forEach((each) => {
    if (!each.querySelector("button[name=stage]")) return;
    each.draggable = true;
    // Its links would be dragged instead of the card.
    each.querySelectorAll("a").forEach((link) => { link.draggable = false; });
  });
  board.addEventListener("dragstart", (event) => {
    card = event.target.closest?.("[data-card]") ?? null;
    if (!card) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.id);
    card.classList.add("dragged");
    const others = lanes.filter((lane) => !lane.contains(card));
    others.forEach((lane) => lane.classList.add(buttonFor(lane) ? "may-drop" : "no-drop"));
    says.textContent = says.dataset.moving;
  });
  board.addEventListener("dragover", (event) => {
    const lane = event.target.closest("[data-lane]");
    lanes.forEach((each) => each.classList.toggle("drops", each === lane && Boolean(buttonFor(each))));
    if (lane && buttonFor(lane)) { event.preventDefault(); event.dataTransfer.dropEffect = "move"; }
  });
  board.addEventListener("drop", (event) => {
    const lane = event.target.closest("[data-lane]");
    const button = lane && buttonFor(lane);
    if (!button) return;
    event.preventDefault();
    button.click();
    end();
  });
  board.addEventListener("dragend", end);

  // After a move the page comes back at the card, with the way to undo it in sight.
  const moved = /^#match-\d+$/.test(location.hash) && document.querySelector(location.hash);
  if (moved) {
    moved.classList.add("here");
    moved.querySelector("a").focus({ preventScroll: true });
    moved.scrollIntoView({ block: "center" });
    document.querySelector(".flashes")?.classList.add("in-sight");
  }
})();
