// A text that grows too long is taken as it is: beside its field stands how much is left, then how much is too much.
const NEAR = 0.85
const notes = new WeakMap()
let made = 0

function noteOf(field) {
  if (!notes.has(field)) {
    const note = Object.assign(document.createElement("small"), { id: `length-${++made}`, className: "length" })
    note.setAttribute("role", "status")
    field.after(note)
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${note.id}`.trim())
    notes.set(field, note)
  }
  return notes.get(field)
}

function inWords(count) {
  return `${count.toLocaleString("en")} character${count === 1 ? "" : "s"}`
}

// As the server counts: without spaces at the ends, and one of the rarer signs is one.
function count(field) {
  const most = Number(field.dataset.most)
  const left = most - [...field.value.trim()].length
  const near = left < most * (1 - NEAR)
  field.setCustomValidity(left < 0 ? `${inWords(-left)} too long: it has at most ${most.toLocaleString("en")}.` : "")
  if (!near && !notes.has(field)) return
  const note = noteOf(field)
  note.textContent = left < 0 ? `${inWords(-left)} too long` : near ? `${inWords(left)} left` : ""
  note.classList.toggle("over", left < 0)
}

document.addEventListener("input", ({ target }) => target.dataset?.most && count(target))
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-most]")) if (field.value) count(field)
})
