// Says under the pointer what each cited fact is, and marks a figure whose fact does not exist or was superseded.
import { pm } from "django-prose-editor/editor"

export class FactTexts {
  constructor(url, editor) {
    this.url = url
    this.editor = editor
    this.known = new Map()
  }

  decorations(doc) {
    const found = []
    doc.descendants((node, position) => {
      const mark = node.marks.find(({ type }) => type.name === "fact")
      if (!mark) return
      const id = mark.attrs.value.slice("fact:".length)
      if (!this.known.has(id)) this.ask(id)
      const fact = this.known.get(id)
      if (fact === undefined) return
      const title = fact ? `${fact.claim}: ${fact.shown}. ${fact.source}` : "This fact does not exist."
      const stale = fact ? (fact.superseded ? " fact-superseded" : "") : " fact-unknown"
      found.push(pm.view.Decoration.inline(position, position + node.nodeSize, { title, class: `fact${stale}` }))
    })
    return found
  }

  // Asks for all facts that were wanted in the same moment at once.
  ask(id) {
    this.known.set(id, undefined)
    if (this.wanted) return this.wanted.push(id)
    this.wanted = [id]
    setTimeout(async () => {
      const ids = this.wanted
      this.wanted = null
      const response = await fetch(`${this.url}?ids=${ids.join(",")}`, { redirect: "error" }).catch(() => null)
      if (!response?.ok) return
      const { results } = await response.json()
      for (const one of ids) this.known.set(one, results.find((fact) => String(fact.id) === one) || null)
      // An empty step draws the decorations again.
      if (!this.editor.isDestroyed) this.editor.view.dispatch(this.editor.state.tr.setMeta("addToHistory", false))
    }, 50)
  }
}
