// A result on the right: verdict, code with linked symbols, dependencies, attempts, sources.

import { element, find, name, picture, table } from "./elements.js";

const VERDICTS = { ok: "proven", partial: "partly proven", failed: "not proven" };
let shown = null;

export const current = () => shown;

export function show(reply) {
  shown = reply.result;
  find("empty").hidden = true;
  find("shown").hidden = false;
  find("verdict").textContent = VERDICTS[shown.status];
  find("verdict").className = shown.status;
  find("class").textContent = `${shown.class} · ${shown.coder} · ${(shown.seconds.total ?? 0).toFixed(2)} s`;
  find("accept").disabled = false;
  find("code").replaceChildren(...findings(shown), listing(reply.listing, shown));
  find("needs").replaceChildren(...needs(reply));
  find("attempts").replaceChildren(...attempts(shown, reply.before ?? ""));
  find("sources").replaceChildren(sources(shown));
}

export function clear() {
  shown = null;
  find("empty").hidden = false;
  find("shown").hidden = true;
}

function findings(result) {
  const found = result.diagnostics.map((each) => {
    const near = each.candidates.length ? element("p", { class: "candidates" }, `nearest: ${each.candidates.join(", ")}`) : null;
    return finding(each.severity, `line ${each.line}: ${each.message} `, name(each.code), near);
  });
  const left = result.todo.map((text) => finding("left", `left to do: ${text}`));
  const unchecked = result.unchecked.map((text) => finding("warning", `not checked: ${text}`));
  const doubts = result.resolution.doubts.map((text) => finding("info", text));
  const notes = result.notes.map((text) => finding("info", text));
  return [...found, ...unchecked, ...left, ...doubts, ...notes];
}

function finding(kind, text, code = null, more = null) {
  return element("div", { class: `finding ${kind}` }, element("p", {}, text, code), more);
}

function listing(lines, result) {
  const bad = new Set(result.diagnostics.filter((each) => each.severity === "error").map((each) => each.line));
  const made = lines.map((words, at) => {
    const parts = words.map(([text, kind, symbols]) => (symbols.length ? linked(text, symbols, result) : kind ? element("span", { class: kind }, text) : text));
    const todo = words.some(([text, kind]) => kind === "comment" && text.includes("TODO"));
    return element("span", { class: `line${bad.has(at + 1) ? " bad" : ""}${todo ? " todo" : ""}` }, ...parts);
  });
  return element("pre", { class: "listing", "aria-label": `Code of ${result.class}` }, ...made);
}

function linked(text, symbols, result) {
  const known = symbols.map((at) => result.sources[at]);
  const title = known.map((each) => `${each.symbol}\n${each.source}`).join("\n\n");
  return element("button", { type: "button", title, onclick: () => explain(text, known) }, text);
}

function explain(text, known) {
  find("symbol-name").textContent = text;
  find("symbol-text").replaceChildren(
    ...known.map((each) => element("p", {}, name(each.symbol), element("br"), "known from ", name(each.source))),
  );
  find("symbol").showModal();
}

function needs(reply) {
  const resolution = reply.result.resolution;
  const parts = [];
  const drawn = reply.picture ? picture(reply.picture) : null;
  if (drawn) parts.push(element("div", { class: "picture" }, drawn));
  parts.push(element("p", {}, element("strong", {}, resolution.spot.name), element("br"), `${resolution.spot.summary} Chosen since ${resolution.spot.why}.`));
  if (resolution.spot.alternatives.length) {
    const rows = resolution.spot.alternatives.map((each) => [name(each.name), each.score.toFixed(2), each.summary]);
    parts.push(table("Also thought of", ["spot", "score", "what it is for"], rows));
  }
  if (resolution.soft_parameters.length) {
    parts.push(table("Soft parameters", ["name", "type", "required"], resolution.soft_parameters.map((each) => [name(each.name), each.entity || each.type, each.required ? "yes" : "no"])));
  }
  if (resolution.tables.length) {
    parts.push(table("Tables", ["table", "columns", "why", "source"], resolution.tables.map((each) => [name(each.name), each.columns.join(", "), each.why, name(each.source)])));
  }
  parts.push(table("Types", ["type", "role", "why", "source"], resolution.types.map((each) => [name(each.name), each.role, each.why, name(each.source)])));
  if (resolution.exemplars.length) {
    parts.push(table("Code of the site that was shown to the coder", ["class", "why", "source"], resolution.exemplars.map((each) => [name(each.name), each.why, name(each.source)])));
  }
  return parts;
}

function attempts(result, changed) {
  const tried = result.attempts ?? [];
  const cost = `${result.samples} first draft${result.samples === 1 ? "" : "s"}, ${result.edits} repair${result.edits === 1 ? "" : "s"} by the coder, ${result.usage.calls} calls, ${result.usage.prompt_tokens + result.usage.completion_tokens} tokens.`;
  return [element("p", {}, cost), ...tried.map((each, at) => attempt(each, at ? tried[at - 1].text : changed, tried.length - 1 - at))];
}

// With what it changes: the attempt before, or the result that a follow-up is about; else the whole text.
function attempt(each, before, later) {
  const shown = each.diagnostics.filter((found) => found.severity === "error");
  const verdict = each.errors ? `${each.errors} error${each.errors === 1 ? "" : "s"}` : "clean";
  const code = before ? diff(before, each.text) : later ? element("pre", { class: "diff" }, each.text) : null;
  return element(
    "details",
    { open: later === 0 },
    element("summary", {}, `${each.kind}: `, element("span", { class: each.errors ? "failed" : "ok" }, verdict)),
    ...shown.map((found) => finding("error", found.line ? `line ${found.line}: ${found.message}` : found.message)),
    shown.length < each.errors ? finding("error", `and ${each.errors - shown.length} more`) : null,
    code,
  );
}

// Lines that differ, with two lines around them. Both texts share most of their lines, so that ends are cut off first.
function diff(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const made = element("div", { class: "diff", role: "group", "aria-label": "Changes" });
  const put = (kind, sign, text) => made.append(element("span", { class: kind }, `${sign} ${text}`));
  if (head === old.length && head === now.length) put("same", " ", "(no change)");
  for (const text of old.slice(Math.max(head - 2, 0), head)) put("same", " ", text);
  for (const [kind, sign, text] of changes(old.slice(head, old.length - tail), now.slice(head, now.length - tail))) put(kind, sign, text);
  if (tail) for (const text of old.slice(old.length - tail, old.length - tail + 2)) put("same", " ", text);
  return made;
}

// The longest common subsequence of lines; the middles are short, and a long one is shown as old and new.
function changes(old, now) {
  if (old.length * now.length > 400000) return [...old.map((text) => ["minus", "-", text]), ...now.map((text) => ["plus", "+", text])];
  const length = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let a = old.length - 1; a >= 0; a -= 1) {
    for (let b = now.length - 1; b >= 0; b -= 1) {
      length[a][b] = old[a] === now[b] ? length[a + 1][b + 1] + 1 : Math.max(length[a + 1][b], length[a][b + 1]);
    }
  }
  const found = [];
  let [a, b] = [0, 0];
  while (a < old.length || b < now.length) {
    if (a < old.length && b < now.length && old[a] === now[b]) {
      found.push(["same", " ", old[a]]);
      a += 1;
      b += 1;
    } else if (b === now.length || (a < old.length && length[a + 1][b] >= length[a][b + 1])) {
      found.push(["minus", "-", old[a]]);
      a += 1;
    } else {
      found.push(["plus", "+", now[b]]);
      b += 1;
    }
  }
  return found;
}

function sources(result) {
  return table("Every external symbol of the file, and where it is known from", ["symbol", "source"], result.sources.map((each) => [name(each.symbol), name(each.source)]));
}
