// Elements from data. Text is always set as text: nothing that a server says is ever read as markup.

export const find = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export function table(caption, heads, rows) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const body = rows.map((cells) => element("tr", {}, ...cells.map((cell) => element("td", {}, cell))));
  return element("table", {}, element("caption", {}, caption), element("thead", {}, head), element("tbody", {}, ...body));
}

export const name = (text) => element("span", { class: "name" }, text);

const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc", "defs", "marker"]);

// A picture that the server drew, rebuilt from shapes and text alone: no script, no link, no style, no handler.
export function picture(text) {
  const read = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return read.namespaceURI === SVG && read.localName === "svg" ? rebuilt(read) : null;
}

function rebuilt(node) {
  const made = document.createElementNS(SVG, node.localName);
  for (const { name: key, value } of node.attributes) {
    if (/^(on|style|href|xlink|xmlns)/i.test(key) || /url\s*\((?!#)/i.test(value)) continue;
    made.setAttribute(key, value);
  }
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) made.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE && DRAWN.has(child.localName)) made.append(rebuilt(child));
  }
  return made;
}
