// The dialogs behind the buttons: the keyboard goes in with the mouse, and comes back out to the button.
let opener = null

document.addEventListener("htmx:afterSettle", ({ target }) => {
  const opened = target.id === "modal-content"
  if (!opened && target.id !== "dialog-form") return
  if (opened) opener = document.activeElement
  const field = "#dialog-form :is(select, textarea, input:not([type=hidden]))"
  // Only what is drawn takes the focus.
  requestAnimationFrame(() => document.querySelector(`${field}, #dialog button[type=submit]`)?.focus())
})

document.addEventListener("keyup", ({ key }) => {
  if (key === "Escape" && document.activeElement?.closest("#dialog")) opener?.focus()
})

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#dialog a[href='#']")) return
  event.preventDefault() // “Cancel” would lead to the top of the page
  opener?.focus()
})

// Django's own script moves to the first field of a form that adds: what is to be read first comes before it.
addEventListener("load", () => document.querySelector("#content-main section[autofocus]")?.focus())
