"use strict";
for (const table of document.querySelectorAll("section > table")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = row => row.cells[column].dataset.sort ?? row.cells[column].textContent;
      const order = new Intl.Collator(undefined, { numeric: true });
      const body = table.tBodies[0];
      const rows = [...body.rows].sort((a, b) => order.compare(key(a), key(b)));
      body.append(...(down ? rows.reverse() : rows));
    });
  });
}
for (const box of document.querySelectorAll("input[data-shows]")) {
  const show = () => {
    for (const item of document.querySelectorAll(`li[data-severity="${box.dataset.shows}"]`)) item.hidden = !box.checked;
  };
  box.addEventListener("change", show);
  show();
}
