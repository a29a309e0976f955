// The queue by single keys: each presses the button that names it. Not while one types, and not where they are
// switched off, since whoever speaks to a machine says letters without meaning keys.
const root = document.getElementById("queue")
const switched = document.getElementById("keys-on")
const kept = "queue-keys-off"

switched.parentElement.hidden = false
switched.checked = !localStorage.getItem(kept)
switched.addEventListener("change", () =>
  switched.checked ? localStorage.removeItem(kept) : localStorage.setItem(kept, "yes"),
)

const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")

function enter(summary) {
  const details = summary.parentElement
  details.open = summary.dataset.key !== "?" || !details.open
  const field = details.querySelector("input[type=radio]:checked, input:not([type=hidden], [type=checkbox])")
  if (details.open) (field ?? summary).focus()
}

document.addEventListener("keydown", (event) => {
  const { key, target } = event
  if (key === "Escape" && root.contains(target)) {
    const summary = target.closest("details[open]")?.querySelector("summary")
    if (summary) {
      summary.parentElement.open = false
      summary.focus()
    }
    return
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !switched.checked || typing(target)) return
  if (target.closest("dialog, [role=dialog]")) return
  const pressed = root.querySelector(`[data-key~="${CSS.escape(key)}"]`)
  if (!pressed) return
  event.preventDefault()
  pressed.matches("summary") ? enter(pressed) : pressed.click()
})

// Whoever decided by a key goes on from the question, and hears it read.
if (location.hash === "#question") document.getElementById("question").focus({ preventScroll: true })
