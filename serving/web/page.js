// The conversation on the left, and the keys. What is shown of a result is in result.js.

import { element, find } from "./elements.js";
import { clear, current, show } from "./result.js";
import { ask, follow } from "./server.js";

const TABS = ["code", "needs", "attempts", "sources"];
let messages = []; // what was said so far, as every client of the API would send it
let job = null;

async function say(text) {
  if (job || !text.trim()) return;
  const turn = element("li", { class: "turn" }, element("p", { class: "said" }, text));
  const steps = element("ul", { class: "steps", "aria-hidden": "true" });
  const live = element("p", { class: "live", "aria-hidden": "true" });
  turn.append(steps, live);
  find("turns").append(turn);
  turn.scrollIntoView({ block: "end" });
  const sent = [...messages, { role: "user", content: text }];
  busy(true);
  job = { id: "" };
  try {
    const started = await ask("POST", "/api/say", { messages: sent });
    job.id = started.id;
    const ended = await follow(started.id, (kind, heard) => (kind === "step" ? step(steps, heard) : hear(live, heard)));
    if (ended.status !== "done") throw new Error(ended.status === "cancelled" ? "stopped" : ended.problem);
    messages = [...sent, { role: "assistant", content: ended.result.content }];
    answer(turn, ended.result);
    find("request").value = "";
  } catch (problem) {
    tell(problem.message, true);
    turn.append(element("p", { class: "answer failed" }, problem.message));
  }
  live.remove();
  for (const waiting of steps.querySelectorAll(".now")) waiting.remove();
  job = null;
  busy(false);
}

function step(steps, text) {
  for (const before of steps.querySelectorAll(".now")) before.classList.remove("now");
  steps.append(element("li", { class: "now" }, text));
  tell(`${text} …`);
}

function hear(live, text) {
  live.textContent = (live.textContent + text).slice(-600);
}

function answer(turn, reply) {
  if (reply.kind === "result") {
    const { status } = reply.result;
    const made = reply.result.class.split(".").pop();
    const open = element("button", { type: "button", class: "open", title: reply.result.class, onclick: () => reveal(reply) }, made);
    turn.append(element("p", { class: "answer" }, element("strong", { class: status }, status), " ", open));
    for (const note of reply.notes ?? []) turn.append(element("p", { class: "notes" }, note));
    reveal(reply);
    tell(`${status}: ${made}`);
    return;
  }
  turn.append(element("p", { class: "answer" }, reply.text));
  for (const option of reply.options ?? []) {
    const pick = element("button", { type: "button", class: "pick", onclick: () => say(option.name) }, option.name);
    if (option.summary) pick.append(element("small", {}, option.summary));
    turn.append(pick);
  }
  tell(reply.text);
  turn.querySelector("button.pick")?.focus();
}

// On a narrow page the result lies below the conversation.
function reveal(reply) {
  show(reply);
  if (matchMedia("(max-width: 800px)").matches) find("result").scrollIntoView();
}

function busy(now) {
  find("send").disabled = now;
  find("stop").hidden = !now;
  find("talk").setAttribute("aria-busy", String(now));
}

function tell(text, wrong = false) {
  find("status").textContent = text;
  find("status").classList.toggle("wrong", wrong);
}

async function stop() {
  if (job?.id) await ask("DELETE", `/api/jobs/${encodeURIComponent(job.id)}`).catch((problem) => tell(problem.message, true));
}

function renew() {
  if (job) return;
  messages = [];
  find("turns").replaceChildren();
  clear();
  tell("");
  find("request").focus();
}

function choose(wanted) {
  for (const each of TABS) {
    const tab = find(`tab-${each}`);
    tab.setAttribute("aria-selected", String(each === wanted));
    tab.tabIndex = each === wanted ? 0 : -1;
    find(each).hidden = each !== wanted;
  }
}

function along(event) {
  const at = TABS.findIndex((each) => `tab-${each}` === event.target.id);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const wanted = TABS[(to + TABS.length) % TABS.length];
  choose(wanted);
  find(`tab-${wanted}`).focus();
}

async function copy() {
  if (!current()) return;
  const text = current().files[0].content;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = element("textarea", {}, text); // a page that is not served over https may not use the clipboard
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  tell("copied");
}

function download() {
  if (!current()) return;
  const { path, content } = current().files[0];
  const link = element("a", { href: URL.createObjectURL(new Blob([content], { type: "text/plain" })), download: path.split("/").pop() });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 0);
  tell(`saved ${path.split("/").pop()}`);
}

async function accept() {
  if (!current() || !current().run) return;
  try {
    const said = await ask("POST", "/api/accept", { run: current().run });
    find("accept").disabled = true;
    tell(said.text);
  } catch (problem) {
    tell(problem.message, true);
  }
}

function theme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  find("theme").setAttribute("aria-pressed", String(dark));
  localStorage.setItem("theme", dark ? "dark" : "light");
}

const isDark = () => document.documentElement.dataset.theme === "dark";

const ALT = {
  KeyC: copy, KeyS: download, KeyA: accept, KeyN: renew, KeyD: () => theme(!isDark()), KeyK: () => find("help").showModal(),
  Digit1: () => choose("code"), Digit2: () => choose("needs"), Digit3: () => choose("attempts"), Digit4: () => choose("sources"),
};

function key(event) {
  const field = find("request");
  const typing = event.target === field;
  if (event.altKey && !event.ctrlKey && !event.metaKey && ALT[event.code]) {
    event.preventDefault();
    ALT[event.code]();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && typing) {
    event.preventDefault();
    find("ask").requestSubmit();
  } else if (event.key === "Escape" && job && !document.querySelector("dialog[open]")) {
    stop();
  } else if (event.key === "/" && !typing && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    field.focus();
  } else if (event.key === "ArrowUp" && typing && !field.value) {
    const said = messages.filter((each) => each.role === "user");
    if (said.length) field.value = said[said.length - 1].content;
  }
}

async function start() {
  const saved = localStorage.getItem("theme");
  theme(saved ? saved === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  find("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    say(find("request").value);
  });
  for (const [id, act] of [["stop", stop], ["new", renew], ["copy", copy], ["download", download], ["accept", accept]]) {
    find(id).addEventListener("click", act);
  }
  find("theme").addEventListener("click", () => theme(!isDark()));
  find("keys").addEventListener("click", () => find("help").showModal());
  for (const each of TABS) {
    find(`tab-${each}`).addEventListener("click", () => choose(each));
    find(`tab-${each}`).addEventListener("keydown", along);
  }
  document.addEventListener("keydown", key);
  try {
    const site = await ask("GET", "/api/site");
    find("site").textContent = `${site.name} · ${site.pack} · ${site.coder}`;
    const examples = site.examples.map((text) => element("li", {}, element("button", { type: "button", onclick: () => say(text) }, text)));
    find("examples").replaceChildren(...examples);
  } catch (problem) {
    tell(problem.message, true);
  }
  find("request").focus();
}

start();
