// Things are dragged to their place, and every button of an order does its work without the page being loaded anew: the
// form is sent as it would be, and the server draws the order again. Without a script the buttons do the same.
const form = document.querySelector("form.ordering")
const status = document.querySelector("[role=status].said")
let dragged = null
let asked = null

const drawn = () => form.querySelector(".drawn")
// Those of one list, which alone change places with one another.
const things = (list = drawn()) => [...list.querySelectorAll("[data-thing]")]

function offer() {
  for (const thing of things()) thing.draggable = true
}

function tell(words, refused) {
  status.textContent = words
  status.classList.toggle("refused", refused)
}

// The button that was pressed, or where it is gone or can do no more, the next that is of use.
function focusOn(pressed, number) {
  const [verb] = pressed.split(":", 1)
  const key = pressed.slice(verb.length + 1)
  const other = verb === "up" ? "down" : "up"
  const wanted = [pressed, ...(verb === "up" || verb === "down" ? [`${other}:${key}`] : [])]
  const found = wanted.map((value) => drawn().querySelector(`button[value="${CSS.escape(value)}"]:enabled`)).find(Boolean)
  const near = [...drawn().querySelectorAll(`button[value^="${verb}:"]`)]
  ;(found ?? near[Math.min(number, near.length - 1)] ?? drawn().querySelector("[name=q]")).focus()
}

// What is typed while the server answers takes the place of what was sent, and whoever writes goes on writing.
function exchange(page, body) {
  const at = document.activeElement
  const writes = at.matches("textarea, input, [contenteditable]")
  const typed = [...drawn().querySelectorAll("textarea, input[type=search]")].filter((one) => one.value !== body.get(one.name))
  const inIt = drawn().contains(at) && writes
  const [from, to] = inIt ? [at.selectionStart, at.selectionEnd] : []
  drawn().replaceWith(page)
  const again = ({ name }) => page.querySelector(`[name="${CSS.escape(name)}"]`)
  for (const one of typed) if (again(one)) again(one).value = one.value
  if (inIt && again(at)) {
    again(at).focus()
    again(at).setSelectionRange(from, to)
  }
  return writes
}

async function send(pressed) {
  const body = new FormData(form)
  body.set("do", pressed)
  const number = [...drawn().querySelectorAll(`button[value^="${pressed.split(":")[0]}:"]`)].findIndex((one) => one.value === pressed)
  asked?.abort()
  asked = new AbortController()
  const { signal } = asked
  try {
    const answer = await fetch(form.action, { method: "POST", body, signal })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("form.ordering .drawn")
    if (!page) throw new Error()
    const writes = exchange(page, body)
    tell(page.dataset.said, answer.status >= 400)
    offer()
    if (pressed !== "look" && !writes) focusOn(pressed, number)
  } catch {
    if (!signal.aborted) tell("The server did not answer. Nothing is lost: try again.", true)
  }
}

form.addEventListener("submit", (event) => {
  const pressed = event.submitter?.value ?? "find"
  // What keeps the whole is sent as it is.
  if (event.submitter?.hasAttribute("data-whole")) return drawn().removeAttribute("data-unsaved")
  event.preventDefault()
  send(pressed)
})

form.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-thing]") ?? null
  if (!dragged) return
  event.dataTransfer.effectAllowed = "move"
  dragged.classList.add("dragged")
})
form.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest("[data-thing]")
  if (over?.parentElement !== dragged?.parentElement || !over) return
  event.preventDefault()
  if (over === dragged) return
  const { top, height } = over.getBoundingClientRect()
  over[event.clientY < top + height / 2 ? "before" : "after"](dragged)
})
form.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault()
})
form.addEventListener("dragend", async () => {
  if (!dragged) return
  const headline = dragged.querySelector(".what a").textContent
  const list = things(dragged.parentElement)
  const number = list.indexOf(dragged) + 1
  dragged = null
  await send("look")
  if (!status.classList.contains("refused")) tell(`“${headline}” is number ${number} of ${list.length}.`, false)
})
addEventListener("beforeunload", (event) => {
  if (drawn().hasAttribute("data-unsaved")) event.preventDefault()
})
offer()
