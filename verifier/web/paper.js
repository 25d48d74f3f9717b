// Writing on the page. Words are set as text, never as markup.

export const $ = (id) => document.getElementById(id);

const at = (place) => (typeof place === "string" ? $(place) : place);

// An empty place takes no room.
export function write(place, text) {
  const element = at(place);
  if (element && element.textContent !== (text ?? "")) element.textContent = text ?? "";
}

export function show(place, on) {
  at(place).hidden = !on;
}

// An element with attributes and what stands in it.
export function made(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "press") element.addEventListener("click", value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter((part) => part !== undefined && part !== ""));
  return element;
}

// Reads or keeps a small choice on this device.
export function fill(key, value) {
  try {
    if (value !== undefined) localStorage.setItem(key, value);
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
