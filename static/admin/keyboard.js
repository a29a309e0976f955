// Unfold draws menus, filters and its search for the mouse alone. Each becomes a button with a name, which Enter and
// Space press; a menu takes the keyboard, and gives it back with Escape or at its end.
const DRAWN = "[x-on\\:click]:not(a[href], button, input, summary, [tabindex], #changelist-filter-close)"
const CALLED = [
  ["opencommand", "Search apps and models (Ctrl K)"],
  ["sidebarToggle", "Show or hide the navigation"],
  ["handleClear", "Close the search"],
  ["openRelatedWidgetWrapper", "Add or change what is chosen here"],
  ["openTabsDropdown", "More tabs"],
  ["showActions = !", "What can be done"],
]
const STOPS = "a[href], button, input, select, [tabindex='0']"
const menus = new Map()

function makeButtons(within) {
  for (const drawn of within.querySelectorAll("[x-on\\:click]")) {
    const name = CALLED.find(([part]) => drawn.getAttribute("x-on:click").includes(part))?.[1]
    if (name) drawn.setAttribute("aria-label", name)
  }
  for (const drawn of within.querySelectorAll(DRAWN)) {
    const does = drawn.getAttribute("x-on:click")
    if (does.includes("activeFieldsetTab")) continue // a form's tabs are tabs
    drawn.tabIndex = 0
    drawn.setAttribute("role", "button")
    const opens = does.match(/(\w+) = (?:!\1|true)/)?.[1]
    if (!opens) continue
    drawn.setAttribute("x-bind:aria-expanded", opens)
    drawn.dataset.opens = opens
  }
  // A row's box to delete it is hidden; its labels are what is drawn: one to tick it, one to think better of it.
  for (const label of within.querySelectorAll("label:has(input.delete), .form-delete label")) {
    label.tabIndex = 0
    label.setAttribute("role", "button")
    label.setAttribute("aria-label", label.matches(".form-delete label") ? "Keep this row (cancel)" : "Delete this row")
  }
}

// Where a menu stands that a button opens: beside it, in the list's filters, or moved to the end of the page.
function menuOf(opener) {
  if (opener.dataset.opens === "filterOpen") return document.querySelector("#changelist-filter")
  const moved = opener.parentElement.querySelector(":scope > template")
  return moved ? moved._x_teleport : opener.parentElement.querySelector(":scope > nav")
}

const isOpen = (opener) => opener.getAttribute("aria-expanded") === "true"
const stopsIn = (menu) => [...menu.querySelectorAll(STOPS)].filter((stop) => stop.checkVisibility())

function goInto(opener) {
  const menu = menuOf(opener)
  if (!menu) return
  menus.set(menu, opener)
  const look = () => {
    if (!isOpen(opener)) return
    const [first] = stopsIn(menu)
    if (first) first.focus()
    else requestAnimationFrame(look) // it is still being drawn
  }
  requestAnimationFrame(look)
}

function leave(opener) {
  const filters = opener.dataset.opens === "filterOpen"
  ;(filters ? document.querySelector("#changelist-filter-close") : opener).click()
  opener.focus()
}

// Before Unfold's own script reads what is to be bound.
document.addEventListener("alpine:init", () => {
  makeButtons(document)
  for (const moved of document.querySelectorAll("template[x-teleport]")) makeButtons(moved.content)
})

// What is pressed may go: the keyboard is then where the other half of it stands.
function goOn(pressed) {
  const does = pressed.getAttribute("x-on:click") ?? ""
  const others = pressed.control ? [...pressed.control.labels] : document.querySelectorAll(`[x-on\\:click="${does}"]`)
  const shown = (one) => one !== pressed && one.tabIndex === 0 && one.checkVisibility()
  if (pressed.control || !pressed.checkVisibility()) [...others].find(shown)?.focus()
  else if (matchMedia("(width < 80rem)").matches) document.querySelector("#nav-sidebar a")?.focus()
}

function press(event) {
  const pressed = event.target
  event.preventDefault()
  pressed.click()
  if (pressed.dataset.opens) goInto(pressed)
  else if (pressed.matches("label, [x-on\\:click^=sidebarToggle]")) {
    requestAnimationFrame(() => setTimeout(() => goOn(pressed))) // once it is drawn
  }
}

function move(event, menu, opener) {
  const { key, target, shiftKey } = event
  const stops = stopsIn(menu)
  const at = stops.indexOf(target)
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  if (key === "Tab" && shiftKey && at === 0) {
    event.preventDefault()
    leave(opener)
  } else if (key === "Tab" && !shiftKey && at === stops.length - 1) {
    leave(opener) // and the key goes on from there
  } else if (step && !target.matches("input, select")) {
    event.preventDefault()
    stops.at((at + step) % stops.length).focus()
  }
}

document.addEventListener(
  "keydown",
  (event) => {
    const { key, target } = event
    const menu = [...menus.keys()].find((one) => one.contains(target) && isOpen(menus.get(one)))
    const opener = menu ? menus.get(menu) : target.dataset?.opens && isOpen(target) ? target : null
    if (opener && key === "Escape") {
      event.stopPropagation() // some menus close by themselves, and would be opened again
      leave(opener)
    } else if (target.matches?.("[role=button]:is([x-on\\:click], label)") && (key === "Enter" || key === " ")) press(event)
    else if (menu) move(event, menu, opener)
  },
  true,
)
