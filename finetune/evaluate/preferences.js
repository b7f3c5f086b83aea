"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const kept = "spotsmith-preferences-" + data.page;
const find = (id) => document.getElementById(id);
const read = () => { try { return JSON.parse(localStorage.getItem(kept)) || {}; } catch { return {}; } };
const choices = read();
let at = 0;

function lines(element, text, others) {
  element.replaceChildren(...text.split("\n").map((line) => {
    const shown = document.createElement("span");
    shown.textContent = line + "\n";
    if (line.trim() && !others.has(line.trim())) shown.className = "other";
    return shown;
  }));
  element.scrollTop = 0;
}

function show() {
  const pair = data.pairs[at];
  const done = Object.keys(choices).length;
  find("place").textContent = pair
    ? `Pair ${at + 1} of ${data.pairs.length}; ${done} chosen` : "There are no pairs that differ.";
  if (!pair) return;
  const words = (text) => new Set(text.split("\n").map((line) => line.trim()));
  find("request").textContent = pair.request;
  lines(find("left"), pair.left, words(pair.right));
  lines(find("right"), pair.right, words(pair.left));
  for (const button of document.querySelectorAll("[data-choice]")) {
    button.setAttribute("aria-pressed", String(choices[pair.id] === button.dataset.choice));
  }
}

function choose(choice) {
  const pair = data.pairs[at];
  if (!pair) return;
  choices[pair.id] = choice;
  try { localStorage.setItem(kept, JSON.stringify(choices)); } catch { /* kept until the page is left */ }
  if (at < data.pairs.length - 1) at += 1;
  show();
}

function step(by) {
  at = Math.min(Math.max(at + by, 0), Math.max(data.pairs.length - 1, 0));
  show();
}

function save() {
  const text = JSON.stringify({ page: data.page, choices }, null, 1) + "\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "preferences.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const keys = {
  1: () => choose("left"), 2: () => choose("right"), 0: () => choose("tie"),
  n: () => step(1), p: () => step(-1), s: save,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key];
  if (act) { event.preventDefault(); act(); }
});
for (const button of document.querySelectorAll("[data-choice]")) {
  button.addEventListener("click", () => choose(button.dataset.choice));
}
find("previous").addEventListener("click", () => step(-1));
find("next").addEventListener("click", () => step(1));
find("save").addEventListener("click", save);
show();
