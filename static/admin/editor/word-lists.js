// Word's lists are paragraphs that say "mso-list:l0 level2 lfo1"; a span that is to be ignored holds the bullet.
export function makeWordLists(body) {
  // The lists that are open, the outermost first; each knows its level.
  let open = []
  let last = null
  for (const paragraph of [...body.querySelectorAll('p[style*="mso-list"]')]) {
    const [, depth] = /mso-list:[^;]*\blevel(\d)/.exec(paragraph.getAttribute("style")) || [null, "1"]
    const level = Number(depth)
    const kind = kindOf(paragraph)
    if (paragraph.previousElementSibling !== last) open = []
    while (open.length && open.at(-1).level > level) open.pop()
    if (open.at(-1)?.level === level && open.at(-1).list.localName !== kind) open.pop()
    if (open.at(-1)?.level !== level) open.push(begin(kind, level, open.at(-1), paragraph))
    const item = document.createElement("li")
    const words = document.createElement("p")
    words.append(...paragraph.childNodes)
    item.append(words)
    open.at(-1).list.append(item)
    last = open[0].list
    paragraph.remove()
  }
}

// A number, a letter or a Roman number with a full stop or bracket counts; whatever else is a bullet.
function kindOf(paragraph) {
  const sign = paragraph.querySelector('span[style*="mso-list:Ignore"]')
  const counts = /^\s*(\d+|[a-z]|[ivxlc]+)[.)、]/i.test(sign?.textContent || "")
  sign?.remove()
  return counts ? "ol" : "ul"
}

// A new list: within the last item of the one around it, or in the place of the paragraph.
function begin(kind, level, around, paragraph) {
  const list = document.createElement(kind)
  if (around) around.list.lastElementChild.append(list)
  else paragraph.before(list)
  return { list, level }
}
