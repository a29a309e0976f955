// The tabs of a form: Unfold draws them for the mouse alone. Here they are tabs to whoever listens, and arrows move
// between them as everywhere.
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }

function say(tabs) {
  const open = tabs.findIndex((tab) => tab.classList.contains("active"))
  tabs.forEach((tab, at) => {
    tab.setAttribute("aria-selected", String(at === open))
    tab.tabIndex = at === Math.max(open, 0) ? 0 : -1
  })
}

function makeTabs(list) {
  const tabs = [...list.children]
  const parts = list.parentElement.parentElement.querySelectorAll(":scope > .tab-wrapper")
  list.setAttribute("role", "tablist")
  list.setAttribute("aria-label", "More of this form")
  tabs.forEach((tab, at) => {
    tab.setAttribute("role", "tab")
    tab.id ||= `tab-${at}`
    parts[at].setAttribute("role", "tabpanel")
    parts[at].setAttribute("aria-labelledby", tab.id)
  })
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target)
    const to = { Home: 0, End: tabs.length - 1, Enter: at, " ": at }[event.key] ?? at + STEPS[event.key]
    if (at < 0 || Number.isNaN(to)) return
    event.preventDefault()
    const tab = tabs.at(to % tabs.length)
    tab.click()
    tab.focus()
  })
  say(tabs)
  // Alpine marks the open one a moment after it was chosen, whoever chose it.
  new MutationObserver(() => say(tabs)).observe(list, { subtree: true, attributeFilter: ["class"] })
}

document.addEventListener("DOMContentLoaded", () => {
  for (const list of document.querySelectorAll("nav:has(> a[x-bind\\:class*=activeFieldsetTab])")) makeTabs(list)
})
