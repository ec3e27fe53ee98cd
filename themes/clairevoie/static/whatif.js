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
