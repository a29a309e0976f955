// Under the body: how many words it has and how long it takes to read, as readers are told (articles/bodies.py).
const CHINESE = /[\u3400-\u9fff]/g
const QUIET = 3000

export function counted(text) {
  const chinese = text.match(CHINESE)?.length ?? 0
  const words = text.replace(CHINESE, " ").split(/\s+/).filter(Boolean).length
  return { chinese, words, minutes: Math.max(1, evenly(words / 230 + chinese / 400)) }
}

// Halves go to the even number, as they do on the server.
function evenly(number) {
  const whole = Math.floor(number)
  return number - whole === 0.5 ? whole + (whole % 2) : Math.round(number)
}

function inWords({ chinese, words, minutes }) {
  const characters = chinese && `${chinese.toLocaleString("en")} Chinese character${chinese === 1 ? "" : "s"}`
  const rest = (words || !chinese) && `${words.toLocaleString("en")} word${words === 1 ? "" : "s"}`
  const long = chinese || words ? ` · ${minutes} min read` : ""
  return [characters, rest].filter(Boolean).join(", ") + long
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  if (textarea.name !== "body") return
  const seen = Object.assign(document.createElement("p"), { className: "counted", id: "body-counted" })
  // Seen at once; said after a pause, and only when the time to read is another.
  const said = Object.assign(document.createElement("p"), { className: "vh", role: "status" })
  textarea.closest(".prose-editor").after(seen, said)
  editor.view.dom.setAttribute("aria-describedby", seen.id)
  let minutes = null
  let waiting = 0
  const count = () => {
    const { doc } = editor.state
    const now = counted(doc.textBetween(0, doc.content.size, "\n", "\n"))
    seen.textContent = inWords(now)
    clearTimeout(waiting)
    if (minutes === null) minutes = now.minutes
    if (now.minutes === minutes) return
    waiting = setTimeout(() => {
      minutes = now.minutes
      said.textContent = inWords(now)
    }, QUIET)
  }
  editor.on("update", count)
  count()
})
