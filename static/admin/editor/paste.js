// Makes what Word and Google Docs put on the clipboard into our vocabulary; the schema alone would lose lists.
import { Extension, Plugin } from "django-prose-editor/editor"

export const CleanPaste = Extension.create({
  name: "cleanPaste",

  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: cleaned } })]
  },
})

function cleaned(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  for (const element of body.querySelectorAll("style, script, meta, link, title")) element.remove()
  makeWordLists(body)
  rename(body, "h1", "h2")
  rename(body, "h4, h5, h6", "h3")
  // Google Docs wraps everything in <b style="font-weight:normal">; Word's mso-bidi-font-weight is another thing.
  for (const bold of body.querySelectorAll("b[style]")) {
    if (/(^|;)\s*font-weight:\s*normal/.test(bold.getAttribute("style"))) bold.replaceWith(...bold.childNodes)
  }
  for (const link of body.querySelectorAll('a[href*="google.com/url?"]')) {
    const target = new URL(link.href).searchParams.get("q")
    if (target) link.href = target
  }
  return body.innerHTML
}

function rename(body, selector, name) {
  for (const element of body.querySelectorAll(selector)) {
    const renamed = document.createElement(name)
    renamed.append(...element.childNodes)
    element.replaceWith(renamed)
  }
}

// Word's lists are paragraphs with mso-list; the ignored span holds the bullet or the number.
function makeWordLists(body) {
  let list = null
  for (const paragraph of [...body.querySelectorAll('p[style*="mso-list"]')]) {
    const sign = paragraph.querySelector('span[style*="mso-list:Ignore"]')
    const kind = /^\s*\d+[.)]/.test(sign?.textContent || "") ? "ol" : "ul"
    sign?.remove()
    if (paragraph.previousElementSibling !== list || list?.localName !== kind) {
      list = document.createElement(kind)
      paragraph.before(list)
    }
    const item = document.createElement("li")
    const words = document.createElement("p")
    words.append(...paragraph.childNodes)
    item.append(words)
    list.append(item)
    paragraph.remove()
  }
}
