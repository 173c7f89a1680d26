/* Sorts the table of schools and counts the rows in sight. Which rows a choice
   shows is settled by the style sheet, with or without this script. */
(() => {
  "use strict";
  const table = document.getElementById("school-table");
  const form = document.getElementById("school-filter");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const order = (table.dataset.order || "").split("|");
  const text = (row, column) => row.cells[column].textContent.trim();

  const count = () => {
    const shown = rows.filter((row) => getComputedStyle(row).display !== "none").length;
    form.querySelector("[role=status]").textContent =
      form.dataset.shown.replace("{n}", shown.toLocaleString("en-GB")).replace("{of}", rows.length.toLocaleString("en-GB"));
  };
  if (form) {
    form.addEventListener("change", count);
    form.addEventListener("submit", (e) => e.preventDefault());
    count();
  }

  /* Words of results have an order of their own; all else is sorted by the
     alphabet. Rows that are alike keep the order of names. */
  const compare = (a, b) => {
    const i = order.indexOf(a), j = order.indexOf(b);
    return i >= 0 && j >= 0 ? i - j : a.localeCompare(b, "en-GB", { numeric: true });
  };
  const heads = [...table.tHead.rows[0].cells];
  const sort = (column, down) => {
    const sorted = [...rows].sort((a, b) => compare(text(a, column), text(b, column)) * (down ? -1 : 1));
    body.append(...sorted);
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  };
  heads.forEach((head, column) => {
    if (rows.length === 0 || rows[0].cells[column].querySelector("a")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending"));
  });
  heads[0].setAttribute("aria-sort", "ascending");
  table.classList.add("sorts");
})();
