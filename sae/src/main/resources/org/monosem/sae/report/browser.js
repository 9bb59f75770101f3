"use strict";
(function () {
  const box = document.getElementById("cards");
  const cards = Array.from(box.children);
  const search = document.getElementById("search");
  const domain = document.getElementById("domain");
  const sort = document.getElementById("sort");
  const count = document.getElementById("count");
  const none = document.getElementById("none");
  const texts = new Map();

  function text(card) {
    if (!texts.has(card)) {
      texts.set(card, card.textContent.toLowerCase());
    }
    return texts.get(card);
  }

  function matches(card, wanted) {
    if (domain.value && card.dataset.domain !== domain.value) {
      return false;
    }
    if (/^#\d+$/.test(wanted)) {
      return card.dataset.id === wanted.slice(1);
    }
    return !wanted || text(card).includes(wanted);
  }

  function filter() {
    const wanted = search.value.toLowerCase();
    let shown = 0;
    for (const card of cards) {
      card.hidden = !matches(card, wanted);
      shown += card.hidden ? 0 : 1;
    }
    count.textContent = shown + " of " + cards.length;
    none.hidden = shown > 0;
  }

  function order() {
    const key = sort.value;
    const sign = key === "id" ? 1 : -1;
    const sorted = key === "order" ? cards : cards.slice().sort(
      (a, b) => sign * (Number(a.dataset[key]) - Number(b.dataset[key])));
    box.append(...sorted);
  }

  function cell(row, column) {
    const td = row.cells[column];
    return td.dataset.v === undefined ? td.textContent : Number(td.dataset.v);
  }

  function sortTable(head, column) {
    const body = document.querySelector("#all tbody");
    const rows = Array.from(body.rows);
    if (!rows.length) {
      return;
    }
    const numbers = typeof cell(rows[0], column) === "number";
    const before = head.getAttribute("aria-sort");
    const down = before ? before === "ascending" : numbers && column > 0;
    const sign = down ? -1 : 1;
    const keyed = rows.map((row) => [cell(row, column), row]);
    keyed.sort((a, b) => sign * (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    for (const other of head.parentNode.cells) {
      other.removeAttribute("aria-sort");
    }
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...keyed.map((pair) => pair[1]));
  }

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  domain.addEventListener("change", filter);
  sort.addEventListener("change", order);
  document.querySelectorAll("#all th").forEach((head, column) => {
    head.firstElementChild.addEventListener("click", () => sortTable(head, column));
  });
  window.addEventListener("hashchange", () => {
    const card = document.getElementById(location.hash.slice(1));
    if (card && card.hidden) {
      search.value = "";
      domain.value = "";
      filter();
      card.scrollIntoView();
    }
  });
  filter();
}());
