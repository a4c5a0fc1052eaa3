"use strict";
// Sorts a table by the column whose head is pressed; again, the other way. Numbers are in data-v.
for (const table of document.querySelectorAll("table.sortable")) {
  table.querySelectorAll("th").forEach((head, column) => {
    head.querySelector("button").addEventListener("click", () => {
      const rising = head.getAttribute("aria-sort") !== "ascending";
      const key = row => {
        const cell = row.cells[column];
        if (!cell || cell.colSpan > 1) return NaN; // a row that has no numbers
        const value = cell.dataset.v;
        return value === undefined ? cell.textContent.trim() : value === "" ? NaN : Number(value);
      };
      const compare = (a, b) => {
        const x = key(a), y = key(b);
        const none = Number(Number.isNaN(x)) - Number(Number.isNaN(y)); // always last
        if (none || Number.isNaN(x)) return none;
        const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
        return rising ? order : -order;
      };
      const rows = [...table.tBodies[0].rows].sort(compare);
      table.tBodies[0].append(...rows);
      table.querySelectorAll("th").forEach(other => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    });
  });
}

const theme = document.getElementById("theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
