// What Unfold and Django's own scripts draw without saying what it is; whoever listens to a page finds the way by it.
const NAMES = { "nav-sidebar-inner": "The newsroom", "tabs-items": "Parts of this page" }

// Days and times stand in two boxes under one label.
function nameBoxes(pair) {
  const boxes = pair.querySelectorAll(".vDateField, .vTimeField")
  const label = document.querySelector(`label[for="${boxes[0]?.id.replace(/_0$/, "")}"]`)
  const name = label?.textContent.replace("*", "").trim()
  for (const box of boxes) {
    const what = box.matches(".vDateField") ? "day" : "time"
    box.setAttribute("aria-label", name ? `${name}, ${what}` : what)
  }
}

// Whoever listens to a page jumps to its main part, and whoever works it by the keyboard by the first link.
function nameMain(main) {
  if (!main) return
  main.setAttribute("role", "main")
  main.tabIndex = -1
  const skip = Object.assign(document.createElement("a"), { href: "#main", className: "skip", textContent: "Skip to the page" })
  skip.addEventListener("click", (event) => {
    event.preventDefault() // the address stays what it is
    main.focus()
  })
  document.body.prepend(skip)
}

// Before the scripts that draw choices: the cross that empties one of many is no part of a list, and no key reaches it.
document.addEventListener("DOMContentLoaded", () => {
  nameMain(document.getElementById("main"))
  for (const [id, name] of Object.entries(NAMES)) document.getElementById(id)?.setAttribute("aria-label", name)
  for (const many of document.querySelectorAll("select[multiple]")) many.dataset.allowClear = "false"
  document.querySelectorAll(".datetime").forEach(nameBoxes)
})
// Drawn later: the question marks beside two lists of which one fills the other.
function nameMarks() {
  for (const mark of document.querySelectorAll(".help-tooltip[aria-label]")) mark.setAttribute("role", "img")
}
addEventListener("load", () => setTimeout(nameMarks))
