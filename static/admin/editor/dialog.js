// A dialog over the page: named, closed by Escape or a button with data-close; the promise tells what came of it.
import { crel } from "django-prose-editor/editor"

export function openDialog(title, content) {
  const heading = crel("h2", { textContent: title, id: "editor-dialog-title" })
  const dialog = crel("dialog", { className: "editor-dialog", "aria-labelledby": heading.id }, [heading, ...content])
  dialog.addEventListener("click", ({ target }) => target.closest("[data-close]") && dialog.close())
  // What is for the dialog is nothing for the form behind it, which would think itself saved.
  for (const name of ["keydown", "submit"]) dialog.addEventListener(name, (event) => event.stopPropagation())
  document.body.append(dialog)
  const { promise: closed, resolve } = Promise.withResolvers()
  dialog.addEventListener("close", () => {
    dialog.remove()
    resolve(null)
  })
  dialog.showModal()
  // What is taken is what the promise tells, at once: the next key is for the text again.
  const take = (what) => {
    resolve(what)
    dialog.close()
    dialog.remove()
  }
  return { dialog, closed, take }
}

// Asks for a few words. fields: {name, label, value, required (the sentence where it is empty), help, rows}.
export async function ask(title, fields, submit, above = []) {
  const inputs = fields.map((field) => {
    const input = crel(field.rows ? "textarea" : "input", { id: `ask-${field.name}`, value: field.value || "" })
    if (field.rows) input.rows = field.rows
    return input
  })
  const rows = fields.map(({ label, help }, at) => {
    const wrong = crel("p", { className: "wrong", id: `${inputs[at].id}-wrong` })
    const note = crel("small", { textContent: help || "", id: `${inputs[at].id}-help` })
    inputs[at].setAttribute("aria-describedby", `${wrong.id} ${note.id}`)
    return crel("div", { className: "field" }, [
      ...[crel("label", { htmlFor: inputs[at].id, textContent: label }), inputs[at], note, wrong],
    ])
  })
  const form = crel("form", { className: "fields", noValidate: true }, [...above, ...rows, buttons(submit)])
  const { closed, take } = openDialog(title, [form])
  inputs[0].focus()
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const values = {}
    let first = null
    for (const [at, { name, required }] of fields.entries()) {
      values[name] = inputs[at].value.replace(/\s+/g, " ").trim()
      const missing = required && !values[name]
      rows[at].querySelector(".wrong").textContent = missing ? required : ""
      inputs[at].setAttribute("aria-invalid", String(Boolean(missing)))
      if (missing) first ??= inputs[at]
    }
    if (first) first.focus()
    else take(values)
  })
  return closed
}

export function buttons(submit) {
  return crel("p", { className: "actions" }, [
    crel("button", { className: "first", textContent: submit }),
    " ",
    cancel(),
  ])
}

export function cancel() {
  const button = crel("button", { type: "button", textContent: "Cancel" })
  button.dataset.close = ""
  return button
}
