// A link to a field of the form opens the tab that holds it, and puts the keyboard there.
function open(field) {
  const inline = field.closest("[data-inline-type]")
  document.querySelector(`a[href="#${inline ? inline.id.replace(/-group$/, "") : "general"}"]`)?.click()
  const tab = field.closest(".tab-wrapper")
  if (!tab) return
  const tabs = [...tab.parentElement.querySelectorAll(":scope > .tab-wrapper")]
  tab.parentElement.querySelectorAll("nav a")[tabs.indexOf(tab)]?.click()
}

function show(hash) {
  const field = hash.startsWith("#id_") && document.getElementById(hash.slice(1))
  if (!field) return
  open(field)
  // The editor and the choice among many stand in the place of the field that is sent.
  const drawn = field.parentElement.querySelector("[contenteditable=true], .select2-selection") ?? field
  // A tab is drawn a frame or two after it was chosen.
  setTimeout(() => {
    drawn.scrollIntoView({ block: drawn.offsetHeight > innerHeight / 2 ? "start" : "center" })
    drawn.focus({ preventScroll: true })
  }, 200)
}

// The editor takes the place of its field a moment after the form was drawn; by then tabs have changed the address.
const asked = location.hash
addEventListener("load", () => setTimeout(() => show(asked), 300))
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('a[href*="#id_"]')
  if (link?.pathname === location.pathname) show(link.hash)
})
