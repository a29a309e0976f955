// Says who else has the article open, and that it was saved meanwhile.
import { ask, token } from "./open-form.js"

const EVERY = 20_000
const about = document.getElementById("keeping")
const address = about?.dataset.present

async function hear() {
  const body = new FormData()
  body.set("based_on", document.querySelector("#article_form [name=based_on]").value)
  const { ok, json } = await ask(address, body)
  if (ok) say([...json.others.map(here), ...saved(json)].join(" "))
}

function here({ name, since, typing }) {
  return `${name} has had this article open since ${since}${typing ? ", with words not saved yet" : ""}.`
}

function saved({ saved }) {
  if (!saved) return []
  const by = saved.own ? "You saved it in another window" : `${saved.by || "A background task"} saved it`
  return [`${by} at ${saved.at}, after you opened it here: before your text takes its place you will see both.`]
}

function say(words) {
  const line = document.getElementById("present")
  if (line.textContent !== words) line.textContent = words
}

if (address) {
  hear()
  setInterval(hear, EVERY)
  window.addEventListener("pagehide", () => {
    const body = new FormData()
    body.set("csrfmiddlewaretoken", token())
    body.set("left", "1")
    navigator.sendBeacon(address, body)
  })
  window.addEventListener("pageshow", ({ persisted }) => persisted && hear())
}
