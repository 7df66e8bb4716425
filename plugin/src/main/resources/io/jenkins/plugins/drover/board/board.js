/* Shows what has changed, without a reload: the board is asked for again every ten seconds. */
(function () {
  const PAUSE = 10000;

  function isBusy(board) {
    return (
      document.hidden ||
      board.contains(document.activeElement) ||
      board.querySelector("details[open]") !== null
    );
  }

  function show(board, content) {
    const parts = function () {
      return Array.from(board.querySelectorAll(".drover-scroll"));
    };
    const scrolled = parts().map(function (part) {
      return part.scrollLeft;
    });
    board.innerHTML = content;
    parts().forEach(function (part, i) {
      part.scrollLeft = scrolled[i] || 0;
    });
    Behaviour.applySubtree(board);
  }

  function refresh(board) {
    fetch(board.dataset.update, { cache: "no-cache" })
      .then(function (response) {
        return response.ok ? response.text() : Promise.reject(response.status);
      })
      .then(function (content) {
        if (!isBusy(board)) {
          show(board, content);
        }
      })
      .catch(function () {
        // A Jenkins that is away is asked again.
      });
  }

  document.addEventListener("DOMContentLoaded", function () {
    const board = document.getElementById("drover-board");
    if (board) {
      setInterval(function () {
        if (!isBusy(board)) {
          refresh(board);
        }
      }, PAUSE);
    }
  });
})();
