"use strict";
// Sort, filter, hover, theme and print: everything is there without this file.
(() => {
  const root = document.documentElement;
  const fr = root.lang === "fr";
  const make = (tag, name, text) => {
    const node = document.createElement(tag);
    node.className = name;
    if (text) node.textContent = text;
    return node;
  };

  // theme and print, at the end of the masthead
  const controls = document.querySelector(".controls");
  const saved = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;
  const tool = (text, act) => {
    const item = make("li", "tool");
    const button = make("button", "link", text);
    button.type = "button";
    button.addEventListener("click", () => act(button));
    item.append(button);
    controls.append(item);
  };
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const themeName = () => (isDark() ? (fr ? "Clair" : "Light") : (fr ? "Sombre" : "Dark"));
  if (controls) {
    tool(themeName(), (button) => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a site on a disk keeps nothing */ }
      button.textContent = themeName();
    });
    tool(fr ? "Imprimer" : "Print", () => print());
  }

  // the current tab in sight; a region is a tab stop only while it scrolls
  const current = document.querySelector(".tabs [aria-current]");
  if (current) {
    const row = current.closest("ul");
    row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
  const regions = () => {
    for (const region of document.querySelectorAll(".scroll")) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  regions();
  addEventListener("resize", regions);

  // sort: numbers, dates and words, as they are written in this language
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const key = (cell) => {
    const text = cell.textContent.trim().replace(/[\u00a0\u202f]/g, " ").replace("\u2212", "-");
    let found = text.match(/^(\d\d)\/(\d\d)\/(\d{4})(?: (\d\d:\d\d))?/);
    if (found) return [0, Number(found[3] + found[2] + found[1] + (found[4] || "00:00").replace(":", ""))];
    found = text.match(/^(\d{1,2}) (\w{3}) (\d{4})(?:, (\d\d:\d\d))?/);
    if (found && months.includes(found[2])) {
      return [0, Number(found[3] + String(months.indexOf(found[2]) + 1).padStart(2, "0") + found[1].padStart(2, "0") + (found[4] || "00:00").replace(":", ""))];
    }
    found = text.match(/^(?:(-?\d+) h)? ?(?:(\d+)(?: min)?)?$/);
    if (found && /h|min/.test(text)) return [0, Number(found[1] || 0) * 60 + Number(found[2] || 0)];
    found = text.match(/^[-+]?[€$£]?[\d][\d ,.]*/);
    if (found) {
      const digits = fr ? found[0].replace(/ /g, "").replace(",", ".") : found[0].replace(/,/g, "");
      return [0, Number(digits.replace(/[€$£]/g, "")) || 0];
    }
    return text === "–" || text === "—" || text === "" ? [2, 0] : [1, text];
  };
  const compare = (a, b) => a[0] - b[0] || (a[0] === 1 ? a[1].localeCompare(b[1], root.lang, { numeric: true }) : a[1] - b[1]);
  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, index) => {
      if (!head.textContent.trim()) return;
      const button = make("button", "", head.textContent);
      button.type = "button";
      head.textContent = "";
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].filter((row) => !row.classList.contains("total"));
        const total = [...body.rows].filter((row) => row.classList.contains("total"));
        rows.map((row) => [key(row.cells[index]), row])
          .sort((a, b) => (a[0][0] === 2 || b[0][0] === 2 ? a[0][0] - b[0][0] : (down ? -1 : 1) * compare(a[0], b[0])))
          .forEach(([, row]) => body.append(row));
        body.append(...total);
      });
    });
  }

  // filter: chips above the history, by kind and priority, counted on the rows of the page
  for (const history of document.querySelectorAll("[data-filters]")) {
    const rows = [...history.querySelectorAll("tbody tr")];
    const chips = make("div", "chips");
    const text = (row, name) => (row.querySelector(name) || { textContent: "" }).textContent.trim();
    const names = new Map((history.dataset.names || "").split("|").map((pair) => pair.split("=")));
    const order = [...names.keys()];
    const tests = [[history.dataset.filters, () => true]];
    for (const name of [".k-kind", ".k-priority"]) {
      const values = [...new Set(rows.map((row) => text(row, name)))].filter(Boolean);
      for (const value of values.sort((a, b) => order.indexOf(a) - order.indexOf(b) || (a < b ? -1 : 1))) {
        const test = (row) => text(row, name) === value;
        tests.push([rows.filter(test).length > 1 && names.get(value) || value, test]);
      }
    }
    if (rows.some((row) => row.querySelector(".s-down"))) tests.push([fr ? "Hors délai" : "Late", (row) => row.querySelector(".s-down")]);
    tests.forEach(([name, test], index) => {
      const chip = make("button", "chip", name);
      chip.type = "button";
      chip.append(make("span", "", String(rows.filter(test).length)));
      chip.setAttribute("aria-pressed", String(index === 0));
      chip.addEventListener("click", () => {
        for (const other of chips.children) other.setAttribute("aria-pressed", String(other === chip));
        for (const row of rows) row.hidden = !test(row);
      });
      chips.append(chip);
    });
    if (rows.length > 5) history.prepend(chips);
  }

  // hover: the label of a chart's mark
  const tip = make("div", "tip");
  tip.hidden = true;
  document.body.append(tip);
  const show = (event) => {
    const mark = event.target instanceof Element && event.target.closest(".chart [data-tip], .chart svg a[aria-label]");
    const words = mark && (mark.dataset.tip || mark.getAttribute("aria-label"));
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const box = mark.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(4, box.top - tip.offsetHeight - 8)}px`;
  };
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
})();
