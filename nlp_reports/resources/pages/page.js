"use strict";
(() => {
  const { reports, words } = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Filter: what belongs to a report that does not pass is hidden.
  const form = document.getElementById("filter");
  if (form) {
    const fields = [0, 1, 2, 3].map((place) => form.elements[String(place)]);
    const ids = Object.keys(reports);
    for (const place of [0, 1, 2]) {
      const values = [...new Set(ids.map((id) => reports[id][place]))].sort((a, b) => a.localeCompare(b, "zh"));
      for (const value of values) fields[place].add(new Option(value, value));
    }
    const passes = (id) => fields.every((field, place) =>
      !field.value || (place === 3
        ? reports[id][3].toLowerCase().includes(field.value.trim().toLowerCase())
        : reports[id][place] === field.value));
    const apply = () => {
      const kept = new Set(ids.filter(passes));
      for (const part of all("[data-r]")) part.hidden = !kept.has(part.dataset.r);
      const some = kept.size < ids.length;
      document.getElementById("shown").textContent =
        some ? fill(words.js_shown, { shown: kept.size, total: ids.length }) : "";
      for (const list of all("[data-list]")) {
        const shown = all("[data-r]", list).filter((item) => !item.hidden).length;
        list.dataset.empty = some && !shown ? words.js_empty : "";
      }
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  // Sort: a button in each heading of a sortable table.
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") !== "ascending";
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        const text = (row) => row.cells[column].textContent;
        const rows = [...table.tBodies[0].rows].sort((a, b) =>
          text(a).localeCompare(text(b), "zh", { numeric: true }) * (up ? 1 : -1));
        table.tBodies[0].append(...rows);
      });
    });
  }

  // Read: a link to a report or a statement opens it beside the list; a link to a code opens its quotes.
  const reader = document.getElementById("reader");
  const read = (target) => {
    const report = target.closest("details.report");
    const sheet = report.querySelector(".sheet").cloneNode(true);
    const said = target === report ? null : [...sheet.querySelectorAll("[id]")].find((part) => part.id === target.id);
    for (const part of all("[id]", sheet)) part.removeAttribute("id");
    document.getElementById("reader-title").textContent = report.querySelector(".agency").textContent;
    document.getElementById("reader-body").replaceChildren(sheet);
    reader.showModal();
    if (said) {
      said.classList.add("here");
      said.scrollIntoView({ block: "center" });
    } else {
      reader.scrollTop = 0;
    }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    if (target.closest("details.report")) {
      event.preventDefault();
      read(target);
    } else if (target.matches("details")) {
      target.open = true;
    }
  });
  document.getElementById("reader-close").addEventListener("click", () => reader.close());
  reader.addEventListener("click", (event) => {
    if (event.target === reader) reader.close();
  });

  // Print: the quotes are part of the printed page.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details[data-print]:not([open])");
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
})();
