// Makes selected words a fact: the server's form in a dialog, filled in from the words and what stands around them.
import { crel } from "django-prose-editor/editor"

import { Combobox, results } from "./combobox.js"
import { cancel, openDialog } from "./dialog.js"
import { line } from "./search.js"

// Where facts are made, for those who may.
const allowed = document.getElementById("editor-allows")
export const makeFactUrl = allowed ? JSON.parse(allowed.textContent).make_fact : ""

// Gives the fact that was recorded, or chosen in its place, as {id, shown}; null where nothing was.
export async function makeFact(words, before, after) {
  const inside = crel("div", { textContent: "Reading the words…" })
  const { dialog, closed, take } = openDialog(`Make “${words}” a fact`, [inside])
  const sent = new FormData()
  for (const [name, value] of Object.entries({ words, before, after, dated: field("dated") })) sent.set(name, value)

  const show = (html) => {
    inside.innerHTML = html
    for (const chosen of inside.querySelectorAll(".chosen")) findByTyping(chosen)
    const wrong = inside.querySelector("[data-first], [aria-invalid=true]:not([type=hidden])")
    const empty = [...inside.querySelectorAll("[role=combobox]")].find(({ value }) => !value)
    ;(wrong || empty || inside.querySelector("[name=value]")).focus()
  }
  const send = async (body) => {
    body.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken"))
    try {
      const answer = await fetch(makeFactUrl, { method: "POST", body, redirect: "error" })
      if (!answer.ok) throw new Error(answer.status)
      if (answer.headers.get("content-type").includes("json")) take(await answer.json())
      else show(await answer.text())
    } catch {
      say(inside, "The server did not answer. Nothing is lost: try again.")
    }
  }

  dialog.addEventListener("submit", (event) => {
    event.preventDefault()
    if (dialog.ariaBusy) return
    dialog.ariaBusy = "true"
    send(new FormData(event.target, event.submitter)).finally(() => (dialog.ariaBusy = null))
  })
  dialog.addEventListener("click", ({ target }) => {
    const { cite, shown } = target.dataset
    if (cite) take({ id: cite, shown })
  })
  await send(sent)
  return closed
}

function say(inside, sentence) {
  const status = inside.querySelector("[role=status]")
  if (status) status.textContent = sentence
  else inside.replaceChildren(crel("p", { role: "alert", textContent: sentence }), cancel())
}

function field(name) {
  return document.querySelector(`#content-main form[id$=_form] [name=${name}]`)?.value ?? ""
}

// What is typed is seen, the id of what is chosen is sent. Words that were altered since choose nothing.
function findByTyping(element) {
  const [input, sent] = element.querySelectorAll("input")
  const found = new Combobox(input, element.querySelector("ul"), {
    find: (words, signal) => results(element.dataset.url, words, signal),
    draw: ({ text, note = "" }) => line(text, note),
    take: (item) => {
      input.value = item.text
      sent.value = item.id
      found.close()
    },
  })
  input.addEventListener("input", () => (sent.value = ""))
  input.addEventListener("blur", () => found.close())
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !found.items.length) return
    event.preventDefault()
    found.close()
  })
}
