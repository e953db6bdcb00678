"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const page = document.documentElement;
  const english = () => page.lang === "en";
  const say = (key, values = {}) => data.words[key].map((sentence) => sentence.replace(/\{(\w+)\}/g, (_, name) =>
    Array.isArray(values[name]) ? values[name][0] : values[name]));
  const pick = (pair) => pair[english() ? 1 : 0];

  // What would steer the display is named, so that no text can look like another.
  const visible = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) =>
    "\n\t".includes(char) ? char : `⟨U+${char.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
  const make = (tag, names = {}, ...parts) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(names)) node.setAttribute(name, value);
    for (const part of parts.flat()) node.append(typeof part === "object" ? part : visible(String(part)));
    return node;
  };
  const told = (pair) => pair[0] === pair[1] ? [visible(pair[0])]
    : [make("span", { class: "zh" }, pair[0]), make("span", { class: "en" }, pair[1])];
  const percent = (share) => `${Math.round(100 * share)}%`;

  const reports = data.reports.map(([id, agency, year, level, region, sector, path, title, admits, promises], place) =>
    ({ id, place, agency, year, level, region, sector, path, title, named: admits ? [admits, promises] : null,
       read: data.read[place] }));
  const reportOf = new Map(reports.map((report) => [report.id, report]));
  const codeOf = new Map(data.codes.map(([id], place) => [id, place]));
  const codeName = (place) => told(data.codes[place].slice(1));
  const who = (report) => [report.agency ? visible(report.agency) : told(data.words.js_no_agency), " ",
    make("span", { class: "year" }, report.year ?? "—")].flat();

  // Language: both stand in the page, its style shows one.
  const speak = (lang) => {
    page.lang = lang;
    document.title = pick(data.title);
    for (const node of all("[data-zh]")) node.setAttribute("aria-label", english() ? node.dataset.en : node.dataset.zh);
    for (const option of all("option[data-words]")) option.textContent = pick(JSON.parse(option.dataset.words));
    shown();
  };
  const language = byId("language");
  language.hidden = false;
  language.addEventListener("click", () => speak(english() ? "zh-CN" : "en"));

  // Filter: what belongs to a report that does not pass is hidden, and the ranking counts those that do.
  const form = byId("filter");
  const facets = {
    year: (report) => [String(report.year ?? "—"), String(report.year ?? "—")],
    level: (report) => report.level,
    sector: (report) => report.sector,
    region: (report) => [report.region ?? "—", report.region ?? "—"],
  };
  let kept = new Set(reports);
  const shown = () => {
    if (!form) return;
    const some = kept.size < reports.length;
    byId("shown").textContent = some ? pick(say("js_shown", { shown: kept.size, total: reports.length })) : "";
  };
  const wilson = (n, base) => {
    const z = 1.959963984540054, share = n / base, weight = 1 + z * z / base;
    const middle = (share + z * z / (2 * base)) / weight;
    const half = z / weight * Math.sqrt(share * (1 - share) / base + z * z / (4 * base * base));
    return [Math.max(0, middle - half), Math.min(1, middle + half)];
  };
  const rank = () => {
    const named = [...kept].filter((report) => report.named);
    const base = named.length;
    const rates = all("[data-rate]").map((row) => {
      const code = codeOf.get(row.dataset.rate);
      return { row, n: named.filter((report) => report.named[0].includes(code)).length };
    });
    const enough = base >= 5;
    for (const rate of rates) rate.interval = enough ? wilson(rate.n, base) : [0, 0];
    const highest = Math.max(...rates.map(({ n, interval }) => Math.max(interval[1], base ? n / base : 0)), 0);
    const axis = Math.min(1, (Math.floor(highest * 10) + 1) / 10);
    for (const node of all("[data-axis]")) node.textContent = percent(axis);
    for (const { row, n, interval } of rates) {
      row.querySelector(".fill").setAttribute("width", base ? n / base / axis * 100 : 0);
      const whisker = row.querySelector(".whisker");
      if (whisker) interval.forEach((end, place) => whisker.setAttribute(`x${place + 1}`, end / axis * 100));
      row.querySelector(".value").textContent = enough ? percent(n / base) : "";
      const [count, range] = row.querySelector(".detail").children;
      count.textContent = `${n}/${base}`;
      range.textContent = enough ? `${percent(interval[0])}–${percent(interval[1])}` : "";
    }
  };
  if (form) {
    const fields = Object.keys(facets);
    for (const name of fields) {
      const words = new Map(reports.map((report) => [facets[name](report)[0], facets[name](report)]));
      const ordered = [...words].sort(([a], [b]) => a.localeCompare(b, "zh", { numeric: true }));
      for (const [value, pair] of [["", data.words.js_all], ...ordered]) {
        const option = make("option", { value, "data-words": JSON.stringify(pair.map(visible)) });
        option.textContent = visible(pick(pair));
        form.elements[name].append(option);
      }
    }
    const passes = (report) => fields.every((name) =>
      !form.elements[name].value || facets[name](report)[0] === form.elements[name].value)
      && `${report.agency ?? ""} ${report.path}`.toLowerCase().includes(form.elements.text.value.trim().toLowerCase());
    const apply = () => {
      kept = new Set(reports.filter(passes));
      for (const part of all("[data-r]")) part.hidden = !kept.has(reportOf.get(part.dataset.r));
      for (const list of all("[data-list]")) {
        const some = all("[data-r]", list).some((item) => !item.hidden);
        list.classList.toggle("empty", !some);
      }
      if (all("[data-rate]").length) rank();
      shown();
    };
    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("click", (event) => {
      const only = event.target.closest("[data-only]");
      if (!only) return;
      form.elements[only.dataset.only].value = only.dataset.group;
      apply();
      byId("reports").scrollIntoView();
    });
  }

  // Sort: a button in each heading of a sortable table.
  for (const table of all("table.sortable")) {
    all("thead th", table).forEach((heading, column) => {
      const button = make("button", { type: "button" });
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const up = heading.getAttribute("aria-sort") !== "ascending";
        for (const other of all("thead th", table)) other.removeAttribute("aria-sort");
        heading.setAttribute("aria-sort", up ? "ascending" : "descending");
        const worth = (row) => row.cells[column].dataset.sort ?? row.cells[column].textContent;
        const rows = [...table.tBodies[0].rows].sort((a, b) => (up ? 1 : -1) *
          (Number(worth(a)) - Number(worth(b)) || worth(a).localeCompare(worth(b), "zh", { numeric: true })));
        table.tBodies[0].append(...rows);
      });
    });
  }

  // Read: one report, its passages with the statements and the words that made their codes.
  const open = (id, title, ...body) => {
    byId(`${id}-title`).replaceChildren(...title);
    byId(`${id}-body`).replaceChildren(...body.flat());
    const dialog = byId(id);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    return dialog;
  };
  const marked = (text, start, end, marks) => {
    const spans = marks.filter((mark) => mark[3] !== null).map((mark) => [mark[3], mark[4]]).sort((a, b) => a[0] - b[0]);
    const parts = [];
    let at = start;
    for (const [from, to] of spans) {
      const [begin, stop] = [Math.max(at, from), Math.min(end, to)];
      if (begin >= stop) continue;
      parts.push(text.slice(at, begin), make("mark", {}, text.slice(begin, stop)));
      at = stop;
    }
    return [...parts, text.slice(at, end)].filter((part) => part !== "");
  };
  const roleName = (role) => ["problem", "measure", "achievement", "context"][role];
  const prose = (passage, place, statements) => {
    const [, , , text, before, after] = passage;
    const parts = [];
    let at = 0;
    for (const [ordinal, role, where, from, to, marks] of statements) {
      if (where !== place || from < at) continue;
      parts.push(text.slice(at, from), make("span", { class: `said ${roleName(role)}`, "data-n": ordinal, tabindex: -1 },
        make("sup", {}, ordinal), marked(text, from, to, marks)));
      at = to;
    }
    return [before ? "……" : "", ...parts, text.slice(at), after ? "……" : ""].filter((part) => part !== "");
  };
  const votes = (line) => (line ?? "").split(";").filter(Boolean).map((vote) => {
    const [coder, outcome, score] = vote.split(":");
    const names = data.words[`js_vote_${coder}`] ?? [coder, coder];
    return data.words[`js_vote_${outcome}`].map((words, place) => `${words.replace("{coder}", names[place])} ${score}`);
  });
  const wordsOf = (report, [, , where, from, to]) => typeof where === "string" ? where : report.read.p[where][3].slice(from, to);
  const evidence = (report, [, , where], mark) => typeof where === "string" || mark[3] === null ? "—"
    : make("q", {}, report.read.p[where][3].slice(mark[3], mark[4]));
  const head = (...keys) => make("thead", {}, make("tr", {}, keys.map((key) => make("th", { scope: "col" }, told(data.words[key])))));
  const codesTable = (report) => make("table", { class: "codes" }, make("caption", {}, told(data.words.js_codes)),
    head("js_no", "js_role", "js_code", "js_because", "js_votes", "js_answer"),
    make("tbody", {}, report.read.s.map((said) => {
      const [ordinal, role, where, , , marks, answers] = said;
      const column = (each) => make("td", {}, marks.map((mark) => make("div", {}, each(mark))));
      return make("tr", {},
        make("td", { class: "num" }, ordinal, typeof where === "string" ? make("span", { lang: "zh" }, ` ${where}`) : ""),
        make("td", {}, make("span", { class: `role ${roleName(role)}` }, told(data.roles[role]))),
        marks.length ? column((mark) => codeName(mark[0])) : make("td", { class: "of" }, told(data.words.js_uncoded)),
        column((mark) => [evidence(report, said, mark)]),
        column((mark) => [`${(mark[1] ?? 0).toFixed(2)} `, make("span", { class: "of" },
          votes(mark[2]).flatMap((vote, place) => [place ? " · " : "", ...told(vote)]))]),
        make("td", { class: "num" }, answers.join("、")));
    })));
  const grid = ([name, columns, rows]) => make("details", { class: "statutory" }, make("summary", {}, told(name)),
    make("div", { class: "scroll", tabindex: 0 }, make("table", { class: "grid" },
      make("thead", {}, make("tr", {}, make("th"), columns.map((column) => make("th", { scope: "col" }, told(column))))),
      make("tbody", {}, rows.map(([row, cells]) => make("tr", {}, make("th", { scope: "row" }, told(row)),
        cells.map((cell) => cell === null ? make("td", { class: "none" })
          : make("td", { class: `${cell[1]}${cell[2] ? " faulty" : ""}${cell[0] === "0" ? " zero" : ""}` }, cell[0],
            cell[1] === "blank" ? make("span", { class: "of" }, "·") : cell[1] === "ambiguous" ? make("span", { class: "doubt" }, "?") : ""))))))));
  const read = (report, ordinal) => {
    if (!report.read) {
      open("reader", who(report), make("p", { class: "more" }, told(say("js_not_here", { path: report.path }))));
      return;
    }
    const { p, s, f, q, g } = report.read;
    const dialog = open("reader", who(report),
      make("p", { class: "facts" }, report.title ?? ""),
      make("p", { class: "facts of" }, report.path, " · ", report.id, " · ", told(report.level), " · ", report.region ?? "—"),
      p.map((passage, place) => make("section", { class: "passage" },
        make("h3", {}, told(passage[0] ?? data.words.js_untitled), " ",
          make("span", { class: "of" }, told(say("js_characters", { start: passage[1], end: passage[2] })))),
        make("p", { class: "text", lang: "zh" }, prose(passage, place, s)))),
      s.length ? codesTable(report) : make("p", { class: "more" }, told(data.words.js_no_statements)),
      q.length ? [make("h3", {}, told(data.words.js_quality)), make("ul", { class: "faults" }, q.map(([name, score, tested, failed]) =>
        make("li", {}, told(name), ` ${percent(score)} `, make("span", { class: "of" }, told(say("js_score", { tested, failed }))))))] : [],
      f.length ? [make("h3", {}, told(data.words.js_faults)), make("ul", { class: "faults" }, f.map(([zh, en, here, there]) =>
        make("li", {}, make("b", {}, told([zh, en])), " ", told([here, there]))))] : [],
      g.map(grid));
    const said = ordinal === undefined ? null : dialog.querySelector(`[data-n="${ordinal}"]`);
    if (said) {
      said.classList.add("here");
      said.scrollIntoView({ block: "center" });
    }
  };

  // List: the statements behind a number, of the reports that pass the filter.
  const MOST = 200;
  const behind = ({ role, code, by, group }) => {
    const wanted = codeOf.get(code);
    const inGroup = (report) => kept.has(report) && (!by || facets[by](report)[0] === group);
    if (["promised", "recurs", "done"].includes(role)) {
      return data.promises.filter(([place, , its, , recurs, done]) => its === wanted && inGroup(reports[place])
        && (role !== "recurs" || recurs) && (role !== "done" || done)).flatMap(([place, ordinal, , next, recurs, done]) => {
          const report = reports[place];
          const said = report.read?.s.find((each) => each[0] === ordinal);
          const then = done ? say("js_then_done", { year: reports[next].year ?? "—", done: visible(done) })
            : say(recurs ? "js_then_again" : "js_then_silent", { year: reports[next].year ?? "—" });
          return said ? [{ report, said, note: then }] : [];
        });
    }
    const place = role === "measure" ? 1 : 0;
    const carries = (said) => said[1] === place && said[5].some((mark) => mark[0] === wanted);
    return reports.filter((report) => report.read && inGroup(report)).flatMap((report) => {
      const found = report.read.s.filter(carries);
      const answered = found.some((said) => said[6].length);
      if ((role === "answered" && !answered) || (role === "unanswered" && answered)) return [];
      return found.map((said) => ({ report, said }));
    });
  };
  const list = (query) => {
    const found = behind(query);
    const item = ({ report, said, note }) => {
      const cite = make("button", { type: "button", class: "cite", "data-read": report.id, "data-n": said[0] }, who(report));
      const answers = said[6].map((ordinal) => report.read.s.find((each) => each[0] === ordinal)).filter(Boolean);
      return make("li", {}, make("blockquote", { lang: "zh" }, wordsOf(report, said)), cite,
        note ? make("p", { class: "more" }, told(note)) : "",
        query.role === "answered" ? answers.map((answer) => make("p", { class: "more" }, told(data.words.js_answer), "：",
          make("span", { lang: "zh" }, wordsOf(report, answer)))) : "");
    };
    const group = query.group ? ` · ${query.group}` : "";
    const title = [...codeName(codeOf.get(query.code)), group, " · ", ...told(data.words[`js_role_${query.role}`])];
    const of = new Set(found.map(({ report }) => report)).size;
    const body = make("ol", { class: "quotes" }, found.slice(0, MOST).map(item));
    const count = say("js_behind", { n: found.length, reports: of });
    const parts = [make("p", { class: "more" }, told(count), " ",
      kept.size < reports.length ? told(data.words.js_filtered) : "",
      reports.some((report) => !report.read) ? [" ", ...told(data.words.js_not_all)] : "")];
    if (found.length > MOST) {
      const more = make("button", { type: "button" }, told(say("js_rest", { n: found.length - MOST })));
      more.addEventListener("click", () => { body.append(...found.slice(MOST).map(item)); more.remove(); });
      open("list", title, ...parts, body, more);
    } else open("list", title, ...parts, body);
  };

  document.addEventListener("click", (event) => {
    const at = event.target;
    const reading = at.closest("[data-read]");
    const asking = at.closest("[data-role]");
    const link = at.closest("a[href^='#']");
    if (reading) {
      const ordinal = reading.dataset.n ?? (reading.dataset.said ? Number(reading.dataset.said.split("-").pop()) : undefined);
      read(reportOf.get(reading.dataset.read), ordinal);
    } else if (asking) {
      list(asking.dataset);
    } else if (at.closest("[data-close]")) {
      at.closest("dialog").close();
    } else if (at.matches("dialog")) {
      at.close();
    } else if (link) {
      const target = byId(link.getAttribute("href").slice(1));
      if (target?.matches("details")) target.open = true;
    }
  });
  document.addEventListener("keydown", (event) => {
    const asking = event.target.closest?.("[role=button][data-role]");
    if (asking && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      list(asking.dataset);
    }
  });

  // Print: the quotes are part of the printed page.
  const opened = [];
  addEventListener("beforeprint", () => {
    opened.push(...all("details[data-print]:not([open])"));
    for (const part of opened) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of opened.splice(0)) part.open = false;
  });
})();
