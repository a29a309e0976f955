// A text that grows too long is taken as it is: beside its field stands how much is left, then how much is too much.
const NEAR = 0.85

function noteOf(field) {
  const id = `${field.id || field.name}-length`
  const there = document.getElementById(id)
  if (there) return there
  const note = Object.assign(document.createElement("small"), { id, className: "length", role: "status" })
  field.after(note)
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${id}`.trim())
  return note
}

function inWords(count) {
  return `${count.toLocaleString("en")} character${count === 1 ? "" : "s"}`
}

// As the server counts: a line's end is one character there, and so is one of the rarer signs.
function count(field) {
  const most = Number(field.dataset.most)
  const left = most - [...field.value.trim()].length
  const note = left < most * (1 - NEAR) || document.getElementById(`${field.id || field.name}-length`) ? noteOf(field) : null
  if (!note) return
  note.textContent = left < 0 ? `${inWords(-left)} too long` : left < most * (1 - NEAR) ? `${inWords(left)} left` : ""
  note.classList.toggle("over", left < 0)
  field.setCustomValidity(left < 0 ? `${inWords(-left)} too long: at most ${inWords(most)}.` : "")
}

document.addEventListener("input", ({ target }) => target.dataset?.most && count(target))
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-most]")) if (field.value) count(field)
})
