// Figures typed by hand are held against the ledger: a while after typing stops the server is asked what it knows of
// them, and its list takes the place of the one above the form. What is cited there is cited in the editor.
const PAUSE = 2500
const panel = document.getElementById("typed-figures")
const list = panel?.querySelector(".list")
const status = panel?.querySelector("[role=status]")

let editor = null
let waiting = 0
let asking = null

function later(pause = PAUSE) {
  clearTimeout(waiting)
  waiting = setTimeout(ask, pause)
}

async function ask(decision = {}) {
  asking?.abort()
  asking = new AbortController()
  const sent = new FormData()
  sent.set("body", editor.getHTML())
  for (const name of ["csrfmiddlewaretoken", "headline", "standfirst", "dated"]) {
    sent.set(name, document.querySelector(`#content-main form[id$=_form] [name=${name}]`)?.value ?? "")
  }
  for (const [name, value] of Object.entries(decision)) sent.set(name, value)
  try {
    const answer = await fetch(panel.dataset.url, { method: "POST", body: sent, signal: asking.signal })
    if (answer.ok && !answer.redirected) show(await answer.text())
  } catch (error) {
    // Asked again with the next word; without a network the form works as ever.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error
  }
}

// Whoever reads or fills in the list is not disturbed, and the text being typed stays where it is on the screen.
function show(html) {
  if (html.trim() === list.dataset.shown) return
  if (list.contains(document.activeElement) && list.querySelector("details details[open]")) return later()
  const text = editor.view.dom
  const top = text.getBoundingClientRect().top
  list.dataset.shown = html.trim()
  list.innerHTML = html
  const moved = text.getBoundingClientRect().top - top
  if (moved && text.contains(document.activeElement)) scroller(text).scrollBy({ top: moved, behavior: "instant" })
  const said = list.querySelector("summary")?.textContent ?? ""
  if (status.textContent !== said) status.textContent = said
}

function scroller(element) {
  for (let up = element.parentElement; up; up = up.parentElement) {
    if (up.scrollHeight > up.clientHeight && /auto|scroll/.test(getComputedStyle(up).overflowY)) return up
  }
  return document.scrollingElement
}

// Where the words stand in the document as it is now; null where they were edited since.
function range(doc, { sentence, at, words }) {
  let found = null
  doc.descendants((node, start) => {
    if (found || !node.isTextblock) return !found
    const begins = node.textContent.indexOf(sentence)
    // The server counts characters, the browser counts some of them twice.
    const from = begins + [...sentence].slice(0, at).join("").length
    if (begins >= 0 && node.textContent.startsWith(words, from)) {
      found = { from: position(node, start, from), to: position(node, start, from + words.length - 1) + 1 }
    }
    return false
  })
  return found
}

function position(block, start, offset) {
  let seen = 0
  let found = start + 1
  block.forEach((child, at) => {
    const length = child.isText ? child.text.length : 0
    if (seen <= offset && offset < seen + length) found = start + 1 + at + offset - seen
    seen += length
  })
  return found
}

function cite({ places, fact, instead }) {
  const { state, view } = editor
  const mark = state.schema.marks.fact.create({ value: `fact:${fact}` })
  const change = state.tr
  for (const place of JSON.parse(places)) {
    const where = range(change.doc, place)
    if (!where) continue
    if (instead) change.replaceWith(where.from, where.to, state.schema.text(instead, [mark]))
    else change.addMark(where.from, where.to, mark)
  }
  if (change.docChanged) view.dispatch(change)
  return change.docChanged
}

panel?.addEventListener("submit", (event) => {
  const { target, submitter } = event
  if (!editor) return
  if (submitter.value === "cite") {
    event.preventDefault()
    status.textContent = cite(target.dataset) ? "Cited in the text. Save to keep it." : "These words were changed since."
    delete list.dataset.shown
    editor.commands.focus()
    ask()
  } else if (submitter.value === "keep") {
    event.preventDefault()
    const decision = Object.fromEntries(new FormData(target))
    document.activeElement.blur()
    delete list.dataset.shown
    ask({ key: decision.key, because: decision.because, decision: "keep" })
  }
})

document.addEventListener("prose-editor:ready", ({ detail }) => {
  if (!panel || detail.textarea.name !== "body") return
  editor = detail.editor
  editor.on("update", () => later())
  // A form that came back with errors holds what the list above it does not know.
  if (document.querySelector("#content-main .errornote")) later(0)
})
