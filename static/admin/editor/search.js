// A dialog with one field that finds while one types.
import { crel } from "django-prose-editor/editor"

import { Combobox } from "./combobox.js"
import { cancel, openDialog } from "./dialog.js"

// title, label, placeholder: its words. words: what is searched first. find, draw: as Combobox has them. none: the
// sentence where nothing is found. more: further buttons, each {text, value}. Gives what was chosen, or null.
export async function searchFor({ title, label, placeholder, words, find, draw, none, more = [] }) {
  // type="text": in a search field the first Escape would only empty it.
  const input = crel("input", { type: "text", value: words, placeholder, autocomplete: "off", role: "combobox" })
  const list = crel("ul", { id: "editor-search-list", role: "listbox", "aria-label": "Found" })
  const status = crel("p", { role: "status" })
  for (const [name, value] of [
    ["label", label],
    ["controls", list.id],
    ["autocomplete", "list"],
    ["expanded", "false"],
  ]) {
    input.setAttribute(`aria-${name}`, value)
  }
  const further = more.map(({ text, value }) => {
    const button = crel("button", { type: "button", textContent: text })
    button.addEventListener("click", () => take(value))
    return button
  })
  const actions = crel("p", { className: "actions" }, [...further, cancel()])
  const { closed, take } = openDialog(title, [input, list, status, actions])
  const found = new Combobox(input, list, {
    find,
    draw,
    take,
    said: (sentence, items) => {
      const count = items?.length ? `${items.length} found` : none(input.value.trim())
      status.textContent = sentence || count
      status.classList.toggle("vh", Boolean(items?.length))
    },
  })
  input.select()
  found.search()
  return closed
}

// A line of the list: what it is called, and beside it what tells it apart.
export function line(text, note, small = "") {
  return [
    crel("strong", { textContent: text }),
    crel("span", { textContent: note }),
    ...(small ? [crel("small", { textContent: small })] : []),
  ]
}
