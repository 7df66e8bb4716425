/* Shows what has changed, without a reload: the page's content is asked for again every ten seconds. */
(function () {
  const PAUSE = 10000;

  function isBusy(board) {
    return (
      document.hidden ||
      board.contains(document.activeElement) ||
      board.querySelector("details[open]") !== null
    );
  }

  async function refresh(board) {
    const response = await fetch(board.dataset.update, { cache: "no-cache" });
    if (!response.ok) {
      return;
    }
    const text = await response.text();
    if (!isBusy(board)) {
      const scrolled = Array.from(board.querySelectorAll(".drover-scroll")).map(
        (part) => part.scrollLeft,
      );
      board.innerHTML = text;
      board.querySelectorAll(".drover-scroll").forEach((part, i) => {
        part.scrollLeft = scrolled[i] || 0;
      });
      Behaviour.applySubtree(board);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const board = document.getElementById("drover-board");
    if (board) {
      setInterval(() => {
        if (!isBusy(board)) {
          // A Jenkins that is away is asked again.
          refresh(board).catch(() => {});
        }
      }, PAUSE);
    }
  });
})();
