// The form around the editor: names it for screen readers, and asks before unsaved writing is lost.
// A form that came back with errors holds what nobody has saved yet.
let dirty = Boolean(document.querySelector("#content-main .errornote"))

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const name = label?.textContent.trim() || textarea.name
  editor.setOptions({ editorProps: { attributes: { "aria-label": name, "aria-multiline": "true" } } })
  label?.addEventListener("click", () => editor.commands.focus())
  for (const menu of textarea.parentElement.querySelectorAll("[popover]")) {
    menu.addEventListener("toggle", ({ newState }) => newState === "open" && menu.querySelector("button")?.focus())
  }
})

document.addEventListener("input", ({ target }) => {
  if (target.closest("#content-main form[method=post]")) dirty = true
})
// What is decided above the form saves nothing of it.
document.addEventListener("submit", ({ target }) => {
  if (!target.closest("#typed-figures, .suggestions, #keeping, #shared-previews")) dirty = false
})
window.addEventListener("beforeunload", (event) => {
  // Where the server keeps what is typed, autosave.js knows better.
  if (dirty && !document.getElementById("keeping")) event.preventDefault()
})

// The buttons publish what was saved: say so while there is something that was not.
document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("a, button")
    const address = button?.getAttribute("hx-get") || button?.getAttribute("href") || ""
    if (!dirty || !/\/(publish|schedule)\/$/.test(address)) return
    if (confirm("There are changes that are not saved. Publish without them?")) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
