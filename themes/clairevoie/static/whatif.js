"use strict";
// "If this falls, what stops?": the rules of docs/impact.md, run on the graph that stands in the page.
// A graph: nodes (their number), cis (how many come first; the others are services), obsolete (places),
// links [upper, lower, group or -1], groups (what each needs: "2", "50%").
const whatif = (() => {
  const INTACT = 0, DEGRADED = 1, IMPACTED = 2, DOWN = 3;

  // how many of its members a group may lose; -1: it falls with the first
  const spare = (members, needs) => {
    const found = /^\s*(\d{1,9})\s*(%?)\s*$/.exec(needs);
    if (!found) return -1;
    const stay = found[2] ? Math.ceil((members * Number(found[1])) / 100) : Number(found[1]);
    return Math.max(members - stay, -1);
  };

  const prepared = (graph) => {
    const cut = new Array(graph.nodes).fill(false);
    for (const node of graph.obsolete) cut[node] = true;
    const below = Array.from({ length: graph.nodes }, () => []), above = Array.from({ length: graph.nodes }, () => []);
    const members = graph.groups.map(() => 0);
    for (const [upper, lower, group] of graph.links) {
      below[upper].push([lower, group]);
      above[lower].push([upper, group]);
      if (group >= 0 && !cut[upper]) members[group] += 1;
    }
    for (const list of [...below, ...above]) list.sort((a, b) => a[0] - b[0]);
    return { ...graph, cut, below, above, spare: graph.groups.map((needs, at) => spare(members[at], needs)), members };
  };

  // the state of each node when those of `down` fail together, and what each group lost
  const fall = (graph, down) => {
    const state = new Array(graph.nodes).fill(INTACT), lost = graph.groups.map(() => 0), shaken = new Set();
    let front = [...new Set(down)];
    for (const node of front) state[node] = DOWN;
    while (front.length) {
      for (const node of front) if (!graph.cut[node]) for (const [to, group] of graph.below[node]) {
        if (group >= 0) { lost[group] += 1; shaken.add(to); }
      }
      const next = new Set();
      for (const node of front) for (const [to, group] of graph.below[node]) {
        if ((group < 0 || lost[group] > graph.spare[group]) && state[to] < IMPACTED && !graph.cut[to]) next.add(to);
      }
      for (const node of next) state[node] = IMPACTED;
      front = [...next];
    }
    for (const node of shaken) if (state[node] === INTACT && !graph.cut[node]) state[node] = DEGRADED;
    for (let node = 0; node < graph.cis; node += 1) if (state[node] === DEGRADED) {
      for (const [to] of graph.below[node]) if (to >= graph.cis && state[to] === INTACT) state[to] = DEGRADED;
    }
    return { state, lost };
  };

  // for each node that is touched one shortest way to it from what failed; of several, the first by place
  const ways = (graph, { state, lost }) => {
    const found = new Map(), breaks = (group) => group < 0 || lost[group] > graph.spare[group];
    let front = [];
    state.forEach((of, node) => { if (of === DOWN) { front.push(node); found.set(node, [node]); } });
    while (front.length) {
      const next = [];
      for (const node of front) for (const [to, group] of graph.below[node]) {
        if (breaks(group) && state[to] === IMPACTED && !found.has(to)) { found.set(to, [...found.get(node), to]); next.push(to); }
      }
      front = next.sort((a, b) => a - b);
    }
    state.forEach((of, node) => {
      if (of !== DEGRADED) return;
      let high = graph.above[node].map(([up]) => up).filter((up) => state[up] >= IMPACTED && !graph.cut[up]);
      if (!high.length) high = graph.above[node].map(([up]) => up).filter((up) => state[up] === DEGRADED);
      const known = high.filter((up) => found.has(up)).map((up) => found.get(up));
      found.set(node, [...known.reduce((a, b) => (b.length < a.length ? b : a), known[0] || []), node]);
    });
    return found;
  };

  return { prepared, fall, ways, DEGRADED, IMPACTED, DOWN };
})();
if (typeof document === "undefined") globalThis.whatif = whatif;

// the page: what is chosen stands in its address (?down=a,b), so that it can be sent
if (typeof document !== "undefined") (() => {
  const island = document.getElementById("graph");
  if (!island) return;
  const data = JSON.parse(island.textContent), graph = whatif.prepared(data);
  const { DEGRADED, IMPACTED, DOWN } = whatif;
  const fr = document.documentElement.lang === "fr";
  const $ = (id) => document.getElementById(id);
  const said = document.querySelector("#said span"), first = said.textContent, why = $("why");
  const nodes = [...document.querySelectorAll(".node")].map((link) => ({ link, at: Number(link.dataset.node) }));
  const edges = [...document.querySelectorAll(".edge")].map((edge, place) => [edge, Number(edge.dataset.link || place)]), svg = document.querySelector(".graph svg");
  const MANY = 40, FEW = 3, STEP = 46, HEAD = 34, tall = svg.getAttribute("height");
  const corner = new Map(nodes.map(({ link, at }) => [at, [Number(link.firstElementChild.getAttribute("x")), Number(link.firstElementChild.getAttribute("y"))]]));
  const places = new Map(data.several.map((one) => [one.key, one.nodes]));
  data.keys.forEach((key, at) => { if (key) places.set(key, [at]); });
  for (const one of document.querySelectorAll(".scripted, .find")) one.hidden = false;

  const written = () => [...new Set((new URLSearchParams(location.search).get("down") || "").split(",").filter(Boolean))];
  const asked = () => written().filter((key) => places.has(key));
  const address = (keys) => (keys.length ? `?down=${keys.join(",")}` : location.pathname.split("/").pop() || "?");
  const go = (keys) => {
    const to = keys.length ? address(keys) : location.pathname;
    try { history.pushState(null, "", to); } catch { location.assign(to); return; } // some browsers, from a disk
    show();
    const at = document.activeElement; // what held the focus may be gone: the answer takes it
    if (!at || at === document.body || !at.getClientRects().length) $("said").focus({ preventScroll: true });
  };
  const toggle = (key) => {
    const now = asked();
    go(now.includes(key) ? now.filter((one) => one !== key) : [...now, key]);
  };

  const make = (tag, name, ...inside) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    node.append(...inside);
    return node;
  };
  const quoted = (label) => (fr ? `«\u00a0${label}\u00a0»` : `“${label}”`);
  const joined = (list) => (list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")}${fr ? " et " : " and "}${list[list.length - 1]}`);
  const many = (n, one, more) => `${n}\u00a0${(fr ? n < 2 : n === 1) ? one : more}`;
  const label = (at) => data.labels[at];

  const sentence = (keys, state) => {
    const names = keys.map((key) => { const of = data.several.find((one) => one.key === key); return quoted(of ? of.label : label(places.get(key)[0])); });
    const of = (test) => state.filter((one, at) => at >= graph.cis && test(one)).length;
    const gone = of((one) => one >= IMPACTED), weak = of((one) => one === DEGRADED), well = of((one) => one < DEGRADED);
    const known = graph.links.some(([, lower]) => lower >= graph.cis); // else no service stands on anything that is known
    const items = state.filter((one, at) => at < graph.cis && one === IMPACTED).length;
    const parts = !known ? [items ? many(items, fr ? "autre équipement s’arrête" : "other item stops", fr ? "autres équipements s’arrêtent" : "other items stop") : fr ? "aucun autre équipement ne s’arrête" : "no other item stops"] : fr
      ? [gone ? many(gone, "service interrompu", "services interrompus") : "aucun service interrompu", ...(weak ? [many(weak, "dégradé", "dégradés")] : []), ...(well ? [many(well, "intact", "intacts")] : [])]
      : [gone ? many(gone, "service interrupted", "services interrupted") : "no service interrupted", ...(weak ? [`${weak} degraded`] : []), ...(well ? [`${well} intact`] : [])];
    return fr ? `Si ${joined(names)} ${names.length > 1 ? "tombent" : "tombe"}\u00a0: ${parts.join(", ")}.` : `If ${joined(names)} ${names.length > 1 ? "fall" : "falls"}: ${parts.join(", ")}.`;
  };

  const missing = (n) => {
    if (!n) return "";
    return ` ${fr ? `${many(n, "élément", "éléments")} de ce lien ${n < 2 ? "n’est pas" : "ne sont pas"} sur cette page.` : `${many(n, "item", "items")} of this link ${n === 1 ? "is" : "are"} not on this page.`}`;
  };

  // "1 of 2 is enough": the group that keeps a degraded thing up
  const saves = (at, lost) => {
    const found = graph.above[at].find(([, group]) => group >= 0 && lost[group] > 0);
    if (!found) return "";
    const stay = graph.members[found[1]] - graph.spare[found[1]];
    return fr ? `${stay} sur ${graph.members[found[1]]} ${stay < 2 ? "suffit" : "suffisent"}` : `${stay} of ${graph.members[found[1]]} ${stay === 1 ? "is" : "are"} enough`;
  };
  const word = (of) => [null, fr ? "dégradé" : "degraded", fr ? "interrompu" : "interrupted", fr ? "en panne, par hypothèse" : "down, supposed"][of];

  // the members that a group still has, by name
  const left = (at, state, lost) => {
    const found = graph.above[at].find(([, group]) => group >= 0 && lost[group] > 0);
    const up = found ? graph.above[at].filter(([one, group]) => group === found[1] && state[one] < IMPACTED).map(([one]) => label(one)) : [];
    return up.length > FEW ? [...up.slice(0, FEW), "…"] : up;
  };

  // all that stands on what fails, redundancy or not
  const within = (state) => {
    const seen = new Set();
    let front = [];
    state.forEach((of, at) => { if (of === DOWN) front.push(at); });
    while (front.length) front = front.flatMap((at) => graph.below[at].map(([to]) => to)).filter((to) => !seen.has(to) && seen.add(to));
    return seen;
  };

  // the degraded thing above a service that keeps it whole
  const keeper = (at, state) => {
    const seen = new Set([at]);
    for (let front = [at]; front.length;) {
      front = front.flatMap((one) => graph.above[one].map(([up]) => up)).filter((up) => !seen.has(up) && seen.add(up));
      const found = front.find((up) => state[up] === DEGRADED);
      if (found !== undefined) return found;
    }
    return -1;
  };

  const reason = (title, text) => { why.append(make("h2", "", title), make("p", "", text)); };
  const holds = (at, lead, state, lost) => {
    const up = left(at, state, lost), rule = saves(at, lost) || (fr ? "le reste suffit" : "the rest is enough");
    const lacks = lead < 0 ? "" : fr ? `${label(lead)} manque\u202f; ` : `${label(lead)} is missing; `;
    const stays = up.length ? (fr ? `${joined(up)} ${up.length > 1 ? "restent" : "reste"}\u202f; ` : `${joined(up)} ${up.length > 1 ? "stay" : "stays"}; `) : "";
    return `${lacks}${stays}${rule}.`;
  };

  const side = (state, lost, ways, down) => {
    const touched = state.map((of, at) => [of, at]).filter(([of, at]) => at >= graph.cis && of);
    const gone = touched.find(([of]) => of >= IMPACTED), weak = touched.filter(([of]) => of === DEGRADED);
    why.replaceChildren();
    if (gone) {
      const way = ways.get(gone[1]);
      why.append(make("h2", "", fr ? `Pourquoi ${quoted(label(gone[1]))} s’arrête` : `Why ${quoted(label(gone[1]))} stops`));
      why.append(make("ol", "way", ...way.map((at) => make("li", "", make("strong", "", label(at))))));
    }
    for (const [, at] of weak.slice(0, FEW)) {
      const way = ways.get(at).slice(0, -1), of = saves(at, lost) ? at : way[way.length - 1];
      const lead = of === at ? way[way.length - 1] : way[way.length - 2];
      reason(fr ? `Pourquoi ${quoted(label(at))} tient` : `Why ${quoted(label(at))} holds`, holds(of, lead === undefined ? -1 : lead, state, lost));
    }
    notTouched(state, lost);
    happened(down);
    called(state);
    return gone ? ways.get(gone[1]) : [];
  };

  // why not: what keeps whole a service that stands on what fails; and that the others do not stand on it
  const notTouched = (state, lost) => {
    const below = within(state), whole = state.map((of, at) => at).filter((at) => at >= graph.cis && !state[at]);
    const kept = whole.filter((at) => below.has(at)).map((at) => [at, keeper(at, state)]).filter(([, by]) => by >= 0);
    for (const [at, by] of kept.slice(0, FEW)) {
      reason(fr ? `Pourquoi ${quoted(label(at))} n’est pas touché` : `Why ${quoted(label(at))} is not touched`, fr ? `${label(by)} est dégradé et tient\u202f; ${holds(by, -1, state, lost)}` : `${label(by)} is degraded and holds; ${holds(by, -1, state, lost)}`);
    }
    const far = whole.filter((at) => !below.has(at)).length;
    if (far && state.some(Boolean)) reason(fr ? "Pourquoi pas les autres" : "Why not the others", fr ? `${many(far, "service ne repose", "services ne reposent")} sur rien de ce qui tombe.` : `${many(far, "service stands", "services stand")} on nothing that falls.`);
  };

  // for staff: whose services stop or hold, those that stop first, and whom to call
  const called = (state) => {
    const by = (test) => state.map((of, at) => (at >= graph.cis && test(of) ? data.owners[at] : "")).filter(Boolean);
    const names = [...new Set([...by((of) => of >= IMPACTED), ...by((of) => of === DEGRADED)])];
    if (names.length) why.append(make("h2", "", fr ? "Clients touchés, et qui appeler" : "Clients touched, and whom to call"), make("ul", "", ...names.map((name) => make("li", "", make("strong", "", name), data.calls[name] ? ` ${data.calls[name]}` : ""))));
  };

  // when what is chosen failed before, as far as that is shared
  const happened = (down) => {
    if (!data.never || !down.length) return;
    const past = down.flatMap((at) => (data.past[at] || []).map((text) => (down.length > 1 ? `${label(at)}\u00a0: ${text}` : text)));
    why.append(make("h2", "", fr ? "Déjà arrivé" : "It has happened"), ...(past.length ? past.slice(0, FEW) : [data.never]).map((text) => make("p", "", text)));
  };

  const list = (state, lost, ways) => {
    const rows = [], heads = document.querySelectorAll("#touched thead th");
    state.forEach((of, at) => {
      if (at < graph.cis || !of) return;
      const sign = of >= IMPACTED ? "down" : "warn", way = ways.get(at).slice(0, -1).map(label).join(" → ");
      const kept = of === DEGRADED && saves(at, lost);
      const runs = of >= IMPACTED ? [data.promised[at], data.promised[at] && data.contracts[at] && `(${data.contracts[at]})`].filter(Boolean).join(" ") || "–" : (fr ? "aucun tant qu’il tient" : "none as long as it holds");
      const mark = document.querySelector(`#signs .s-${sign}`);
      const head = make("th", "c-title", ...(mark ? [mark.cloneNode(true), " "] : []), make("strong", "", label(at)));
      head.scope = "row";
      const said = [make("td", `${sign} strong c-state`, word(of)), make("td", "", kept ? `${way}${fr ? "\u202f" : ""}; ${kept}` : way), make("td", "", runs)];
      said.slice(1).forEach((cell, nth) => { cell.dataset.label = heads[nth + 2].textContent; });
      rows.push([of, make("tr", "", head, ...said)]);
    });
    rows.sort((a, b) => b[0] - a[0]);
    document.querySelector("#touched tbody").replaceChildren(...rows.map(([, row]) => row));
    $("touched").hidden = !rows.length;
    const count = (test, from, to) => state.slice(from, to).filter(test).length, cis = graph.cis;
    const told = (test, end) => {
      const [items, services] = [count(test, 0, cis), count(test, cis)];
      return items + services ? [`${many(items, fr ? "élément" : "item", fr ? "éléments" : "items")}${fr ? " et " : " and "}${many(services, "service", "services")} ${end(items + services)}`] : [];
    };
    $("counted").textContent = `${[
      ...told((one) => one >= IMPACTED, () => (fr ? "à l’arrêt" : "down")),
      ...told((one) => one === DEGRADED, (n) => (fr ? (n < 2 ? "dégradé" : "dégradés") : "degraded")),
    ].join(fr ? "\u202f; " : "; ")}.`;
  };

  const paint = (state, way, lost) => {
    const steps = new Set(way.slice(1).map((at, place) => `${way[place]}>${at}`));
    for (const { link, at } of nodes) {
      const of = state[at], rule = of === DEGRADED ? saves(at, lost) : "";
      const note = of ? [word(of), rule].filter(Boolean).join(" · ") : data.notes[at], [name, sub] = link.querySelectorAll("text");
      link.setAttribute("class", `node s${of}`);
      sub.textContent = note;
      name.setAttribute("y", String(Number(link.firstElementChild.getAttribute("y")) + (note ? 16 : 22)));
      link.setAttribute("aria-label", note ? `${label(at)}, ${note}` : label(at));
      if (data.keys[at]) link.setAttribute("href", address([data.keys[at]]));
    }
    edges.forEach(([edge, number]) => {
      const [upper, lower, group] = graph.links[number], hit = state[upper] >= IMPACTED, onWay = steps.has(`${upper}>${lower}`);
      const carries = group < 0 || lost[group] > graph.spare[group];
      const kind = hit && state[lower] >= IMPACTED && carries ? "hit" : (hit || (state[upper] === DEGRADED && lower >= graph.cis)) && state[lower] === DEGRADED ? "weak" : "";
      edge.setAttribute("class", `edge ${kind}${onWay ? " way" : ""}`);
    });
  };

  // over forty nodes: what is touched and its direct parents, stacked anew
  const thin = (state) => {
    if (graph.nodes <= MANY) return;
    const any = state.some(Boolean), seen = new Set(), undrawn = $("undrawn");
    if (undrawn) {
      const n = state.filter((of, at) => of && !corner.has(at)).length;
      undrawn.textContent = !n ? "" : fr ? `${many(n, "élément touché n’est pas dessiné", "éléments touchés ne sont pas dessinés")}.` : `${many(n, "node that is touched is not drawn", "nodes that are touched are not drawn")}.`;
    }
    state.forEach((of, at) => { if (of) { seen.add(at); for (const [up] of graph.above[at]) seen.add(up); } });
    const next = new Map(), moved = new Map();
    let low = 0;
    for (const { link, at } of nodes) {
      const [x, y] = corner.get(at), shown = !any || seen.has(at);
      link.toggleAttribute("hidden", !shown);
      link.style.display = shown ? "" : "none";
      const to = any ? next.get(x) || HEAD : y;
      next.set(x, to + STEP);
      if (shown) { moved.set(at, [x, to]); low = Math.max(low, to); } else next.set(x, to);
      [...link.children].slice(0, 4).forEach((part, place) => part.setAttribute("y", String(to + [0, 1, 16, 29][place])));
    }
    const wide = Number(svg.dataset.box);
    edges.forEach(([edge, number]) => {
      const [upper, lower] = graph.links[number], from = moved.get(upper), to = moved.get(lower);
      edge.style.display = from && to ? "" : "none";
      if (!from || !to) return;
      const back = to[0] <= from[0], x1 = from[0] + wide, y1 = from[1] + 18, x2 = back ? to[0] + wide : to[0], y2 = to[1] + 18;
      const bend = back ? -30 : Math.max((x2 - x1) / 2, 20);
      edge.setAttribute("d", back ? `M${x1} ${y1}C${x1 + 30} ${y1} ${x2 + 30} ${y2} ${x2} ${y2}` : `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
    });
    const height = any ? String(low + 40) : tall;
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", `0 0 ${svg.getAttribute("width")} ${height}`);
  };

  const show = () => {
    const keys = asked(), down = keys.flatMap((key) => places.get(key));
    const fallen = whatif.fall(graph, down), ways = whatif.ways(graph, fallen);
    said.textContent = (keys.length ? sentence(keys, fallen.state) : first) + missing(written().length - keys.length);
    document.body.classList.toggle("asked", keys.length > 0);
    for (const one of document.querySelectorAll(".onlyasked")) one.hidden = !keys.length;
    thin(fallen.state);
    paint(fallen.state, side(fallen.state, fallen.lost, ways, down), fallen.lost);
    list(fallen.state, fallen.lost, ways);
    const offered = new Set([...document.querySelectorAll(".chips:not(#chosen) [data-key]")].map((chip) => chip.dataset.key));
    $("chosen").replaceChildren(...keys.filter((key) => !offered.has(key)).map((key) => {
      const chip = make("a", "chip", label(places.get(key)[0]));
      chip.dataset.key = key;
      chip.href = address(keys.filter((one) => one !== key));
      return make("li", "", chip);
    }));
    $("chosen").hidden = !$("chosen").childElementCount;
    for (const chip of document.querySelectorAll(".chip[data-key]")) chip.setAttribute("aria-current", String(keys.includes(chip.dataset.key)));
    const link = $("permanent");
    link.textContent = address(keys);
    link.href = address(keys);
    dispatchEvent(new Event("resize")); // what scrolls now is a tab stop
  };

  const pick = (event) => {
    const link = event.target.closest("[data-node], [data-key]");
    const key = link && (link.dataset.key || data.keys[Number(link.dataset.node)]);
    if (!key || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(key);
    if (link.closest("#alone")) $("said").scrollIntoView();
  };
  document.querySelector("main").addEventListener("click", pick);
  $("none").addEventListener("click", () => go([]));
  $("find").addEventListener("change", ({ target }) => {
    const said = target.value.trim().toLowerCase();
    const free = [...data.labels.keys()].filter((at) => said && data.keys[at] && !asked().includes(data.keys[at]));
    const like = free.filter((at) => data.labels[at].toLowerCase().includes(said)); // a part of one name alone will do
    const at = free.find((place) => data.labels[place] === target.value) ?? (like.length === 1 ? like[0] : -1);
    if (at >= 0) { target.value = ""; toggle(data.keys[at]); }
  });
  addEventListener("popstate", show);
  $("said").tabIndex = -1;
  show();
})();
