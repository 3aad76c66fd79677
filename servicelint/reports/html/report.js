"use strict";
// Filters, links between findings and pictures, colours. The page holds everything already: without this it is only longer.
(() => {
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const root = document.documentElement;
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);

  colours();
  const form = one("#filters");
  if (!form) return;

  const SEVERITIES = ["error", "warning", "hint"];
  const LISTS = ["quality", "rule", "file"];
  const status = one("#shown"), nothing = one("#nothing"), node = one("#node"), fold = one("#fold");
  const switches = all("[data-toggle]", form);
  const clear = one("[type=reset]", form);
  const lists = Object.fromEntries(LISTS.map(name => [name, form.elements[name]]).filter(pair => pair[1]));
  const files = all("details.file");
  const findings = files.flatMap((file, at) => all(".finding", file).map(element => ({
    element, at, file: file.dataset.file, severity: element.dataset.severity, quality: element.dataset.quality,
    rule: element.dataset.rule, nodes: (element.dataset.nodes || "").split(" "), text: null,
  })));
  const byId = new Map(findings.map(finding => [finding.element.id, finding]));
  let state = empty();
  let came = null; // the finding from which a reader went to a picture

  function empty() {
    return { severity: new Set(SEVERITIES), quality: "", rule: "", file: "", q: "", node: "" };
  }

  // --- what is shown

  function apply() {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const facets = Object.keys(state);
    const passes = {
      severity: finding => state.severity.has(finding.severity),
      quality: finding => !state.quality || finding.quality === state.quality,
      rule: finding => !state.rule || finding.rule === state.rule,
      file: finding => !state.file || finding.file === state.file,
      node: finding => !state.node || finding.nodes.includes(state.node),
      q: finding => !words.length || words.every(word => textOf(finding).includes(word)),
    };
    const counts = { severity: {}, quality: {}, rule: {}, file: {} };
    const left = files.map(() => 0);
    let shown = 0;
    for (const finding of findings) {
      const failing = facets.filter(name => !passes[name](finding));
      const hidden = failing.length > 0;
      if (finding.element.hidden !== hidden) finding.element.hidden = hidden;
      if (!hidden) { shown += 1; left[finding.at] += 1; }
      for (const name in counts) { // a choice counts what it would show beside the other filters
        if (!hidden || (failing.length === 1 && failing[0] === name)) {
          counts[name][finding[name]] = (counts[name][finding[name]] || 0) + 1;
        }
      }
    }
    files.forEach((file, at) => { file.hidden = !left[at]; });
    controls(counts);
    nothing.hidden = shown > 0;
    status.textContent = shown ? fill(status.dataset.text, { shown, all: findings.length }) : status.dataset.none;
  }

  function textOf(finding) {
    const said = () => all("h4, .place, code, dd, details p, li", finding.element).map(part => part.textContent);
    return finding.text ??= [finding.file, ...said()].join(" ").toLowerCase();
  }

  function controls(counts) {
    for (const button of switches) {
      const name = button.dataset.toggle;
      button.setAttribute("aria-pressed", state.severity.has(name));
      one("b", button).textContent = counts.severity[name] || 0;
    }
    for (const [name, list] of Object.entries(lists)) {
      for (const option of list.options) {
        if (option.value) option.textContent = `${option.dataset.label} (${counts[name][option.value] || 0})`;
      }
      list.value = state[name];
    }
    if (form.elements.q.value !== state.q) form.elements.q.value = state.q;
    node.hidden = !state.node;
    if (state.node) node.textContent = fill(node.dataset.text, { node: labelOf(state.node) }) + " ✕";
    clear.hidden = !written();
  }

  function labelOf(id) {
    return one(`a.to-node[data-to="${CSS.escape(id)}"]`)?.dataset.label || id;
  }

  // --- the address: a link shows what its sender saw

  function written() {
    const found = new URLSearchParams();
    if (state.severity.size < SEVERITIES.length) found.set("severity", [...state.severity].join(","));
    for (const name of [...LISTS, "q", "node"]) if (state[name]) found.set(name, state[name]);
    return found.toString();
  }

  function read() {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      const target = document.getElementById(decoded(hash));
      if (target) reveal(target);
      return;
    }
    const found = new URLSearchParams(hash);
    state = empty();
    if (found.has("severity")) state.severity = new Set(found.get("severity").split(",").filter(name => SEVERITIES.includes(name)));
    for (const name of LISTS) {
      const value = found.get(name);
      if (value && lists[name] && [...lists[name].options].some(option => option.value === value)) state[name] = value;
    }
    state.q = found.get("q") || "";
    state.node = document.getElementById(found.get("node")) ? found.get("node") : "";
    apply();
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return text; }
  }

  function change(part) {
    Object.assign(state, part);
    apply();
    const hash = written();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  // --- going to places

  function reveal(element) {
    const finding = byId.get(element.id);
    if (finding?.element.hidden) change(empty());
    for (let up = element.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  }

  function go(element) {
    reveal(element);
    element.scrollIntoView({ block: "center", inline: "center" });
    element.focus({ preventScroll: true });
    all(".current").forEach(old => old.classList.remove("current"));
    element.classList.add("current");
  }

  function fromNode(element) {
    const own = findings.filter(finding => finding.nodes.includes(element.id));
    if (!own.length) return;
    change({ ...empty(), node: element.id });
    go((own.find(finding => finding.element === came) || own[0]).element);
  }

  document.addEventListener("click", event => {
    const link = event.target.closest("a.to-node");
    const drawn = event.target.closest(".picture a, .picture [data-node]:not(.group)"); // a link inside it goes its own way
    const facet = event.target.closest("button.facet");
    const words = event.target.closest("button.words");
    if (link) {
      event.preventDefault();
      came = link.closest(".finding");
      const target = document.getElementById(link.dataset.to);
      if (target) go(target);
    } else if (drawn?.matches("[data-node]")) {
      fromNode(drawn);
    } else if (facet) {
      change({ ...empty(), [facet.dataset.facet]: facet.dataset.value });
      one("#findings").scrollIntoView();
      one("#findings").focus({ preventScroll: true });
    } else if (words) {
      navigator.clipboard.writeText(words.textContent).then(() => {
        status.textContent = fill(status.dataset.copied, { words: words.textContent });
      }, () => {});
    }
  });

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const drawn = event.target.closest?.(".picture a, .picture [data-node]:not(.group)");
    const typing = event.target.matches?.("input, select, textarea");
    if (drawn?.matches("[data-node]") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      fromNode(drawn);
    } else if (event.key === "/" && !typing) {
      event.preventDefault();
      form.elements.q.focus();
    }
  });

  // A tab stops only at nodes that lead somewhere; a screen reader still reads the others.
  for (const drawn of all(".picture [data-node]")) {
    if (drawn.matches(".found:not(.group)")) drawn.setAttribute("role", "link"); else drawn.tabIndex = -1;
  }

  // A wide picture shows its beginning first, wherever that stands.
  const begin = frame => {
    const entry = one(".entry", frame)?.getBoundingClientRect(), own = frame.getBoundingClientRect();
    if (entry?.width) frame.scrollLeft += entry.left + entry.width / 2 - own.left - own.width / 2;
  };
  for (const details of all("details.drawn")) {
    details.addEventListener("toggle", () => { if (!one(".current", details)) all(".picture", details).forEach(begin); });
  }
  all(".picture").forEach(begin);

  // --- controls

  for (const button of switches) {
    button.addEventListener("click", () => {
      const severity = new Set(state.severity);
      if (!severity.delete(button.dataset.toggle)) severity.add(button.dataset.toggle);
      change({ severity });
    });
  }
  for (const [name, list] of Object.entries(lists)) list.addEventListener("change", () => change({ [name]: list.value }));
  let waiting;
  form.elements.q.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ q: form.elements.q.value }), 120);
  });
  node.addEventListener("click", () => { change({ node: "" }); form.elements.q.focus(); });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", event => { event.preventDefault(); change(empty()); form.elements.q.focus(); });
  fold.addEventListener("click", () => {
    const open = files.some(file => file.open);
    for (const file of files) file.open = !open;
    fold.textContent = open ? fold.dataset.unfold : fold.dataset.fold;
  });

  for (const element of all("[data-facet]")) button(element, "facet", fill(form.dataset.only, { name: element.textContent }));
  if (navigator.clipboard) {
    for (const element of all(".better q")) button(element, "words", fill(form.dataset.copy, { words: element.textContent }));
  }

  function button(element, kind, title) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.title = title;
    Object.assign(made.dataset, element.dataset);
    element.replaceWith(made);
    made.append(element);
  }

  // --- paper: everything unfolded

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of folded) details.open = false; });

  addEventListener("hashchange", read);
  form.hidden = false;
  apply();
  read();
  if (written()) one("#findings").scrollIntoView();

  function colours() {
    const button = one("#theme");
    const order = ["auto", "light", "dark"];
    const keep = name => { try { localStorage.setItem("servicelint-colours", name); } catch { /* not kept: no harm */ } };
    const kept = () => { try { return localStorage.getItem("servicelint-colours"); } catch { return null; } };
    const set = name => {
      if (name === "auto") delete root.dataset.theme; else root.dataset.theme = name;
      button.textContent = button.dataset[name];
    };
    let now = order.includes(kept()) ? kept() : "auto";
    set(now);
    button.hidden = false;
    button.addEventListener("click", () => {
      now = order[(order.indexOf(now) + 1) % order.length];
      set(now);
      keep(now);
    });
  }
})();
