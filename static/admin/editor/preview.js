// The preview beside the editor. The server draws the page; only what differs in it is put into the frame, so that the
// frame stays where it was scrolled to, pictures stay, and the Back button knows of nothing.
import { ask, sent, written } from "./open-form.js"

const PAUSE = 500
const WIDTHS = { phone: 390, desktop: 1280 }
const about = document.getElementById("keeping")
const panel = document.getElementById("preview")
const frame = panel?.querySelector("iframe")
const small = matchMedia("(max-width: 63.99rem)")
const chosen = { open: false, width: "phone", theme: "", ...kept() }

let ready = null // the frame, once its empty page is there
let shown = null
let asking = false
let timer = 0

function kept() {
  try {
    return JSON.parse(localStorage.getItem("preview"))
  } catch {
    return null
  }
}

function choose(values) {
  Object.assign(chosen, values)
  localStorage.setItem("preview", JSON.stringify(chosen))
  draw()
}

function prepare() {
  return new Promise((resolve) => {
    frame.addEventListener("load", () => {
      frame.contentDocument.addEventListener("click", follow)
      frame.contentDocument.addEventListener("keydown", ({ key }) => key === "Escape" && close())
      resolve()
    })
    frame.src = panel.dataset.frame
  })
}

async function draw() {
  const toggle = document.getElementById("preview-toggle")
  const theme = chosen.theme || (document.documentElement.classList.contains("dark") ? "dark" : "light")
  panel.hidden = !chosen.open
  panel.dataset.width = chosen.width
  document.documentElement.dataset.preview = chosen.open ? chosen.width : ""
  toggle.setAttribute("aria-expanded", String(chosen.open))
  for (const button of panel.querySelectorAll("[data-choose]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choose === chosen.width))
  }
  panel.querySelector("[data-theme]").setAttribute("aria-pressed", String(theme === "dark"))
  for (const element of document.body.children) {
    if (element !== panel && element.id) element.inert = chosen.open && small.matches
  }
  if (!chosen.open) return
  fit()
  await (ready ??= prepare())
  frame.contentDocument.documentElement.dataset.theme = theme
  later(0)
}

// A page as wide as a desktop is drawn smaller, so that all of it is seen.
function fit() {
  const room = frame.parentElement.getBoundingClientRect()
  const scale = Math.min(1, room.width / WIDTHS[chosen.width])
  frame.style.inlineSize = `${WIDTHS[chosen.width]}px`
  frame.style.blockSize = `${room.height / scale}px`
  frame.style.transform = `scale(${scale})`
}

function later(pause) {
  clearTimeout(timer)
  if (chosen.open) timer = setTimeout(update, pause)
}

async function update() {
  const now = written()
  if (asking || now === shown) return
  asking = true
  const answer = await ask(about.dataset.preview, sent(now))
  asking = false
  say(answer.ok ? "" : trouble(answer))
  if (!answer.ok) return
  shown = now
  show(new DOMParser().parseFromString(answer.text, "text/html"))
  later(PAUSE)
}

function trouble({ status }) {
  if (status === "signed out") return "You are signed out: this is how it was before."
  return status === 403 ? "You may not change this article any more." : "No answer: this is how it was before."
}

function say(words) {
  const line = panel.querySelector("[role=status]")
  if (line.textContent !== words) line.textContent = words
}

function show(page) {
  const { head, body } = frame.contentDocument
  const there = new Set([...head.querySelectorAll("link")].map(({ href }) => href))
  for (const link of page.querySelectorAll("link[rel=stylesheet]")) {
    if (!there.has(link.href)) head.append(frame.contentDocument.adoptNode(link))
  }
  for (const script of page.body.querySelectorAll("script")) script.remove()
  become(body, page.body)
}

// Makes an element what another is, leaving alone all that is the same.
function become(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name)
  for (const { name, value } of fresh.attributes) {
    if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value)
  }
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]]
  while (before.length && after.length && before[0].isEqualNode(after[0])) before.shift(), after.shift()
  let end = null
  while (before.length && after.length && before.at(-1).isEqualNode(after.at(-1))) (end = before.pop()), after.pop()
  for (const [at, node] of after.entries()) {
    const one = before[at]
    const copy = () => old.ownerDocument.importNode(node, true)
    if (one?.nodeType === Node.ELEMENT_NODE && one.nodeName === node.nodeName) become(one, node)
    else if (one) one.replaceWith(copy())
    else old.insertBefore(copy(), end)
  }
  for (const one of before.slice(after.length)) one.remove()
}

// A link within the page scrolls to its place; another opens beside, for the frame may show nothing but the preview.
function follow(event) {
  const link = event.target.closest?.("a[href]")
  if (!link) return
  event.preventDefault()
  const address = link.getAttribute("href")
  if (address.startsWith("#")) frame.contentDocument.getElementById(decodeURI(address.slice(1)))?.scrollIntoView()
  else window.open(address, "_blank", "noopener")
}

function close() {
  choose({ open: false })
  document.getElementById("preview-toggle").focus()
}

function begin() {
  document.body.append(panel)
  const toggle = document.getElementById("preview-toggle")
  document.querySelector("#submit-row .container")?.append(toggle)
  toggle.addEventListener("click", () => {
    choose({ open: !chosen.open })
    if (chosen.open && small.matches) panel.querySelector("[data-close]").focus()
  })
  panel.querySelector("[data-close]").addEventListener("click", close)
  panel.addEventListener("keydown", ({ key }) => key === "Escape" && close())
  panel.addEventListener("click", ({ target }) => {
    if (target.dataset.choose) choose({ width: target.dataset.choose })
    if ("theme" in target.dataset) choose({ theme: target.getAttribute("aria-pressed") === "true" ? "light" : "dark" })
  })
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, ({ target }) => target.closest("#article_form") && later(PAUSE), true)
  }
  // Choosing among many and moving rows about tell nobody.
  setInterval(() => chosen.open && !document.hidden && update(), 2500)
  new ResizeObserver(() => chosen.open && fit()).observe(frame.parentElement)
  small.addEventListener("change", draw)
  // On a small screen it would cover the form that was asked for.
  if (small.matches) chosen.open = false
  if (chosen.open) draw()
}

if (panel) begin()

document.addEventListener("click", async ({ target }) => {
  if (!("copy" in (target.dataset ?? {}))) return
  const link = target.previousElementSibling
  link.select()
  try {
    await navigator.clipboard.writeText(link.value)
    target.textContent = "Copied"
  } catch {
    // Without TLS the browser gives no clipboard: the link is selected, to be copied by hand.
  }
})
