// How far an issue came is drawn anew every few seconds while it is sent, unless somebody types a reason in it.
const EVERY = 3000
const typing = (part) => part.contains(document.activeElement) && document.activeElement.matches("input")

async function look() {
  const part = document.querySelector(".progress[data-again]")
  if (!part) return
  try {
    if (!document.hidden && !typing(part)) {
      const answer = await fetch(part.dataset.again)
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".progress")
      if (answer.ok && page && !typing(part)) draw(part, page)
    }
  } finally {
    setTimeout(look, EVERY)
  }
}

// A button keeps the focus.
function draw(part, page) {
  const held = part.contains(document.activeElement) && document.activeElement.matches("button")
  part.replaceWith(page)
  if (held) page.querySelector("button")?.focus()
}

setTimeout(look, EVERY)
