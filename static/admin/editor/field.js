// A link to a field of the form opens the tab that holds it, and puts the keyboard there.
function show(id) {
  const field = document.getElementById(id)
  if (!field) return
  const inline = field.closest("[data-inline-type]")
  if (inline) document.querySelector(`a[href="#${inline.id.replace(/-group$/, "")}"]`)?.click()
  const tab = field.closest(".tab-wrapper")
  if (tab) {
    const tabs = [...tab.parentElement.querySelectorAll(":scope > .tab-wrapper")]
    tab.parentElement.querySelectorAll("nav a")[tabs.indexOf(tab)]?.click()
  }
  // The editor and the choice among many stand in the place of the field that is sent.
  const drawn = field.closest(".prose-editor")?.querySelector(".ProseMirror") ?? field.parentElement.querySelector(".select2-selection") ?? field
  requestAnimationFrame(() => {
    drawn.focus({ preventScroll: true })
    drawn.scrollIntoView({ block: "center" })
  })
}

const asked = location.hash.match(/^#(id_[a-z0-9_-]+)$/)?.[1]
// The editor takes the place of its field a moment after the form is drawn.
if (asked) addEventListener("load", () => setTimeout(() => show(asked), 300))
