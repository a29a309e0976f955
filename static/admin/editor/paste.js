// Makes what Word, Google Docs and web pages put on the clipboard into our vocabulary, so that what is seen after
// pasting is what the sanitiser keeps.
import { Extension, Plugin } from "django-prose-editor/editor"

import { OURS } from "./images.js"
import { ALLOWED } from "./link.js"
import { makeWordLists } from "./word-lists.js"

// The same as in articles/bodies.py: characters that turn the reading direction or are not seen.
const INVISIBLE = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ue000\ue001\ufeff]/g
const GONE = [
  ...["style", "script", "meta", "link", "title", "noscript", "template", "iframe", "object", "embed", "svg", "math"],
  ...["video", "audio", "canvas", "input", "button", "select", "textarea", "nav", "dialog", "[hidden]"],
  // Word's deleted words, comments and smart tags' left-overs; a footnote's mark stays as it is written.
  ...["del", ".msoDel", "[style*='mso-element:comment']", ".MsoCommentReference", "[style*='display:none']"],
].join()

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          transformPastedHTML: cleaned,
          transformPastedText: (text) => text.replace(INVISIBLE, ""),
        },
      }),
    ]
  },
})

export function cleaned(html) {
  const { body } = new DOMParser().parseFromString(html.replace(INVISIBLE, ""), "text/html")
  for (const element of body.querySelectorAll(GONE)) element.remove()
  for (const space of body.querySelectorAll("span[style*='mso-spacerun']")) space.replaceWith(" ")
  makeWordLists(body)
  nestLists(body)
  rename(body, "h1", "h2")
  rename(body, "h4, h5, h6", "h3")
  rename(body, "dt, dd, summary, address", "p")
  // Google Docs wraps everything in <b style="font-weight:normal">; Word's mso-bidi-font-weight is another thing.
  for (const bold of body.querySelectorAll("b[style]")) {
    if (/(^|;)\s*font-weight:\s*normal/.test(bold.getAttribute("style"))) unwrap(bold)
  }
  cleanLinks(body)
  for (const image of body.querySelectorAll("img")) {
    image.setAttribute("src", ours(image.getAttribute("src") || ""))
    if (!OURS.test(image.getAttribute("src"))) image.remove()
  }
  for (const figure of body.querySelectorAll("figure")) if (!figure.querySelector("img")) unwrapFigure(figure)
  for (const caption of body.querySelectorAll("table > caption")) leadTable(caption)
  // What was copied here keeps its empty lines.
  if (!body.querySelector("[data-pm-slice]")) removeEmpty(body)
  return body.innerHTML
}

function unwrap(element) {
  element.replaceWith(...element.childNodes)
}

function rename(body, selector, name) {
  for (const element of body.querySelectorAll(selector)) {
    const renamed = document.createElement(name)
    if (element.lang) renamed.lang = element.lang
    renamed.append(...element.childNodes)
    element.replaceWith(renamed)
  }
}

// A link leads where it says, not by way of Google; one within the document that was copied leads nowhere here, so that
// a footnote keeps its mark and its text without one.
function cleanLinks(body) {
  for (const link of body.querySelectorAll('a[href*="google.com/url?"]')) {
    const target = new URL(link.href).searchParams.get("q")
    if (target) link.href = target
  }
  for (const link of body.querySelectorAll("a")) {
    const href = link.getAttribute("href") || ""
    if (href.startsWith("#") || !ALLOWED.test(href)) unwrap(link)
    else link.setAttribute("href", ours(href))
  }
}

// An address of our own site, without its name.
function ours(address) {
  return address.startsWith(`${location.origin}/`) ? address.slice(location.origin.length) : address
}

// Google Docs puts a list beside the item that it belongs into.
function nestLists(body) {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    if (list.previousElementSibling?.localName === "li") list.previousElementSibling.append(list)
  }
}

// Without its picture, a figure is its caption.
function unwrapFigure(figure) {
  rename(figure, "figcaption", "p")
  unwrap(figure)
}

// A table's caption stands before it.
function leadTable(caption) {
  const paragraph = document.createElement("p")
  paragraph.append(...caption.childNodes)
  caption.closest("table").before(paragraph)
  caption.remove()
}

// Empty paragraphs, which word processors use for room, and paragraphs of nothing but a line break.
function removeEmpty(body) {
  for (const element of body.querySelectorAll("p, h2, h3, li")) {
    if (!element.textContent.trim() && !element.querySelector("img, table")) element.remove()
  }
  for (const list of body.querySelectorAll("ul, ol")) if (!list.querySelector("li")) list.remove()
  for (const line of body.querySelectorAll(":scope > br, br.Apple-interchange-newline")) line.remove()
}
