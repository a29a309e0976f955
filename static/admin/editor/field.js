// A link to a field of the form opens the tab that holds it, and puts the keyboard there.
function open(field) {
  const inline = field.closest("[data-inline-type]")
  document.querySelector(`a[href="#${inline ? inline.id.replace(/-group$/, "") : "general"}"]`)?.click()
  const tab = field.closest(".tab-wrapper")
  if (!tab) return
  const tabs = [...tab.parentElement.querySelectorAll(":scope > .tab-wrapper")]
  tab.parentElement.querySelectorAll("nav a")[tabs.indexOf(tab)]?.click()
}

async function show(hash) {
  const field = hash.startsWith("#id_") && document.getElementById(hash.slice(1))
  if (!field) return
  open(field)
  const drawn = await standingFor(field)
  // A tab is drawn a moment after it was chosen: what is in it has no size before.
  new ResizeObserver((_, watch) => {
    watch.disconnect()
    drawn.scrollIntoView({ block: drawn.offsetHeight > innerHeight / 2 ? "start" : "center" })
    drawn.focus({ preventScroll: true })
  }).observe(drawn)
}

// The editor, which comes a moment after the form, and the choice among many stand in the place of the field that is sent.
async function standingFor(field) {
  if (field.matches("[data-django-prose-editor-configurable]") && !field.closest(".prose-editor")) {
    await new Promise((ready) => field.addEventListener("prose-editor:ready", ready, { once: true }))
  }
  return field.parentElement.querySelector("[contenteditable=true], .select2-selection") ?? field
}

// The admin begins to draw tabs before this, and changes the address with them.
const asked = location.hash
addEventListener("load", () => show(asked))
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.('a[href*="#id_"]')
  if (link?.pathname === location.pathname) show(link.hash)
})
