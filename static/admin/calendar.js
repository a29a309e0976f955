// What waits or is planned is dragged to another day: its form is sent with that day, and the server says what became of
// it and how the calendar stands then. The tray is the day of what has none. Without a mouse the form does the same.
const drawn = document.querySelector("#calendar .drawn")
const status = document.querySelector("#calendar [role=status]")
let dragged = null

function offer() {
  for (const what of drawn.querySelectorAll("[data-moves] .what")) what.draggable = true
}

function mark(day) {
  drawn.querySelector("[data-day].over")?.classList.remove("over")
  day?.classList.add("over")
}

async function move(entry, day) {
  const form = entry.querySelector("form")
  const [home, next] = [entry.parentElement, entry.nextSibling]
  form.reset() // the time of day as it is, whatever was typed and not sent
  form.elements.day.value = day.dataset.day
  ;(day.querySelector(".entries") ?? day).append(entry)
  status.textContent = ""
  try {
    const headers = { Accept: "application/json" }
    const answer = await fetch(form.action, { method: "POST", headers, body: new FormData(form) })
    const { said, html } = await answer.json()
    drawn.innerHTML = html
    status.textContent = said
    status.classList.toggle("refused", !answer.ok)
    offer()
  } catch {
    form.reset()
    home.insertBefore(entry, next)
    status.textContent = "The server did not answer. Load the page again to see where it stands."
    status.classList.add("refused")
  }
}

// Only what has no time yet goes into the tray.
function over(event) {
  const day = dragged && event.target.closest("[data-day]")
  return day && (day.dataset.day || dragged.classList.contains("planned")) ? day : null
}

drawn.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-moves]") ?? null
  if (dragged) event.dataTransfer.effectAllowed = "move"
})
drawn.addEventListener("dragover", (event) => {
  const day = over(event)
  mark(day)
  if (day) event.preventDefault()
})
drawn.addEventListener("drop", (event) => {
  const day = over(event)
  if (!day) return
  event.preventDefault()
  if (!day.contains(dragged)) move(dragged, day)
})
drawn.addEventListener("dragend", () => {
  dragged = null
  mark(null)
})
offer()
