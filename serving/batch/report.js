"use strict";
(() => {
  const table = document.querySelector("table");
  const rows = () => [...table.tBodies];
  const key = (body, column) => {
    const cell = body.rows[0].cells[column];
    return cell.dataset.sort ?? cell.textContent;
  };
  const compare = (a, b) => a.localeCompare(b, undefined, { numeric: true, sensitivity: "base" });
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const sorted = rows().map((body) => [key(body, column), body]).sort((a, b) => compare(a[0], b[0]));
    if (descending) sorted.reverse();
    table.append(...sorted.map((pair) => pair[1]));
  }));
  const search = document.querySelector("input[type=search]");
  const boxes = [...document.querySelectorAll("input[type=checkbox]")];
  const shown = document.querySelector("#shown");
  const filter = () => {
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const body of rows()) {
      const text = body.dataset.text;
      body.hidden = !wanted.has(body.dataset.status) || !words.every((word) => text.includes(word));
      count += !body.hidden;
    }
    shown.textContent = `${count} shown`;
  };
  search.addEventListener("input", filter);
  boxes.forEach((box) => box.addEventListener("change", filter));
  document.querySelector(".tools").hidden = false;
})();
