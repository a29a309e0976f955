// Stories are dragged to their place, and every button does its work without the page being loaded anew: the form is
// sent as it would be, and the server draws the order again. Without a script the buttons do the same.
const drawn = document.querySelector("#front .drawn")
const status = document.querySelector("#front [role=status]")
let dragged = null
let asked = null

const form = () => drawn.querySelector("form")
const stories = () => [...drawn.querySelectorAll("[data-story]")]

function offer() {
  for (const story of stories()) story.draggable = true
}

function tell(words, refused) {
  status.textContent = words
  status.classList.toggle("refused", refused)
}

// The button that was pressed, or where it is gone or can do no more, the next that is of use.
function focusOn(pressed, number) {
  const [verb, article] = pressed.split(":")
  const other = verb === "up" ? "down" : "up"
  const wanted = [pressed, ...(verb === "up" || verb === "down" ? [`${other}:${article}`] : [])]
  const found = wanted.map((value) => drawn.querySelector(`button[value="${CSS.escape(value)}"]:enabled`)).find(Boolean)
  const near = [...drawn.querySelectorAll(`button[value^="${verb}:"]`)]
  ;(found ?? near[Math.min(number, near.length - 1)] ?? drawn.querySelector("[name=q]")).focus()
}

async function send(pressed) {
  const body = new FormData(form())
  body.set("do", pressed)
  const number = [...drawn.querySelectorAll(`button[value^="${pressed.split(":")[0]}:"]`)].findIndex((one) => one.value === pressed)
  asked?.abort()
  asked = new AbortController()
  const { signal } = asked
  try {
    const answer = await fetch(form().action, { method: "POST", body, signal })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#front form")
    if (!page) throw new Error()
    drawn.replaceChildren(page)
    tell(page.dataset.said, answer.status >= 400)
    offer()
    if (pressed !== "look") focusOn(pressed, number)
  } catch {
    if (!signal.aborted) tell("The server did not answer. Nothing is lost: try again.", true)
  }
}

drawn.addEventListener("submit", (event) => {
  const pressed = event.submitter?.value ?? "find"
  if (pressed === "save") return form().removeAttribute("data-unsaved")
  event.preventDefault()
  send(pressed)
})

drawn.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-story]") ?? null
  if (!dragged) return
  event.dataTransfer.effectAllowed = "move"
  dragged.classList.add("dragged")
})
drawn.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest("[data-story]")
  if (!over) return
  event.preventDefault()
  if (over === dragged) return
  const { top, height } = over.getBoundingClientRect()
  over[event.clientY < top + height / 2 ? "before" : "after"](dragged)
})
drawn.addEventListener("drop", (event) => {
  if (dragged) event.preventDefault()
})
drawn.addEventListener("dragend", async () => {
  if (!dragged) return
  const headline = dragged.querySelector(".what a").textContent
  const number = stories().indexOf(dragged) + 1
  dragged = null
  await send("look")
  if (!status.classList.contains("refused")) tell(`“${headline}” is number ${number} of ${stories().length}.`, false)
})
addEventListener("beforeunload", (event) => {
  if (form().hasAttribute("data-unsaved")) event.preventDefault()
})
offer()
