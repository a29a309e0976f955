// Keeps what is typed on the server every few seconds, and what is not there yet on this computer. Warns of leaving only
// while something is not on the server. What was left behind by a crash is sent first, so that the page can offer it.
import { ask, sent, uuid, written } from "./open-form.js"

const PAUSE = 1000
const LONGEST = 4000
const RETRIES = [3000, 6000, 15000, 30000]
const MOST_CHARACTERS = 2_000_000
const DAY = 86_400_000

const about = document.getElementById("keeping")
const form = document.getElementById("article_form")
const mine = about && `typed:${about.dataset.user}:${about.dataset.article}:`

// Left behind when the page came, before anything was typed into this form.
const left = about ? Object.entries(localStorage).filter(([name]) => name.startsWith(mine)) : []

let kept = null // what the server has, or what the page came with
let touched = false
let ready = false
let leaving = false
let sending = null
let timer = 0
let since = 0
let failures = 0

const key = () => form.elements._form.value

function look() {
  if (!touched) {
    kept = written()
    return
  }
  const now = written()
  if (now === kept) return
  store(now)
  since ||= Date.now()
  later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())))
}

function later(pause) {
  clearTimeout(timer)
  timer = setTimeout(send, pause)
}

async function send() {
  const now = written()
  if (sending || leaving || now === kept) return
  sending = new AbortController()
  since = 0
  const answer = await post(now, key(), sending.signal)
  sending = null
  if (leaving) return
  if (answer.ok) {
    kept = now
    failures = 0
    forget(key())
    say(`Saved as a draft ${answer.json.at}`)
    look()
  } else if (answer.status === 410) {
    // Saved from this form before, and written on since: from now on it is another.
    forget(key())
    form.elements._form.value = uuid()
    later(0)
  } else {
    say("", trouble(answer))
    later(RETRIES[Math.min(failures++, RETRIES.length - 1)])
  }
}

function post(values, which, signal) {
  const body = sent(values)
  body.set("_form", which)
  return ask(about.dataset.keep, body, signal)
}

function trouble({ status }) {
  const where = localStorage.getItem(mine + key()) ? "What you typed is kept on this computer until then" : "Copy what you typed"
  if (status === "signed out") return `You are signed out. Sign in again in another window, and it goes on here. ${where}.`
  if (status === 403) return `You may not change this article any more, so nothing is kept on the server. ${where}.`
  if (status === 404) return `This article was deleted. ${where}.`
  if (status === 400 || status === 413) return `This is too long to be kept on the server before you save it. ${where}.`
  return `Not kept on the server: no answer. We keep trying. ${where}.`
}

function say(quietly, loudly = "") {
  const [quiet, loud] = [document.getElementById("kept"), document.getElementById("not-kept")]
  if (quietly || loudly) quiet.textContent = quietly
  if (loud.textContent !== loudly) loud.textContent = loudly
}

// What is not on the server yet stays on this computer, as far as there is room.
function store(values) {
  if (values.length > MOST_CHARACTERS) return forget(key())
  try {
    localStorage.setItem(mine + key(), JSON.stringify({ at: Date.now(), values }))
  } catch {
    forget(key())
  }
}

function forget(which) {
  localStorage.removeItem(mine + which)
}

async function recover() {
  let found = 0
  for (const [name, text] of left) {
    const which = name.slice(mine.length)
    const copy = JSON.parse(text)
    if (copy.at > Date.now() - 30 * DAY && copy.values !== written()) {
      const answer = await post(copy.values, which)
      if (answer.ok && which === key() && !touched) {
        forget(which)
        return location.reload()
      }
      if (!answer.ok && ![400, 410].includes(answer.status)) continue
      found += answer.ok
    }
    forget(which)
  }
  if (found) await showOffered()
}

async function showOffered() {
  const page = await (await fetch(location.href)).text()
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("offered")
  if (fresh) document.getElementById("offered").replaceWith(document.adoptNode(fresh))
}

function begin() {
  document.querySelector("#submit-row .container")?.append(document.getElementById("kept"))
  for (const kind of ["keydown", "pointerdown", "input", "change", "drop", "formset:added", "formset:removed"]) {
    document.addEventListener(
      kind,
      ({ target, isTrusted }) => {
        if (!form.contains(target) || !(ready || isTrusted)) return
        touched = true
        // Both come before they change anything, be it so early that nothing was looked at yet.
        if (kind === "keydown" || kind === "pointerdown") kept ??= written()
        else look()
      },
      true,
    )
  }
  // Choosing among many and moving rows about tell nobody.
  setInterval(look, 2500)
  form.addEventListener("submit", () => {
    leaving = true
    sending?.abort()
    if (touched && written() !== kept) store(written())
    setTimeout(() => (leaving = false), 5000)
  })
  window.addEventListener("pageshow", () => (leaving = false))
  window.addEventListener("beforeunload", (event) => {
    if (touched && !leaving && written() !== kept) event.preventDefault()
  })
  document.addEventListener("visibilitychange", () => document.hidden && touched && send())
  for (const kind of ["online", "focus"]) window.addEventListener(kind, () => failures && later(0))
}

async function start() {
  // The editors take the place of their fields a moment after the form was drawn.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const refused = document.querySelector("#content-main .errornote")
  if (!refused) await recover()
  ready = true
  if (refused) touched = true
  look()
}

if (about) {
  begin()
  if (document.readyState === "complete") start()
  else window.addEventListener("load", start)
}
