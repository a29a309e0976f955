// A cited figure: <data value="fact:ID">163 million</data>. The words are the editor's, the fact stays behind them.
import { Mark, Plugin, getMarkRange, mergeAttributes, pm } from "django-prose-editor/editor"

import { FactTexts } from "./fact-texts.js"
import { pickFact } from "./picker.js"

const VALUE = /^fact:[0-9]{1,18}$/

export const Fact = Mark.create({
  name: "fact",
  // Typing after a figure is not part of it.
  inclusive: false,
  excludes: "fact",
  // Outside of bold and italic, so that "163 <strong>million</strong>" stays one citation.
  priority: 900,

  addOptions() {
    return { url: "" }
  },

  addAttributes() {
    return {
      value: { parseHTML: (element) => element.getAttribute("value"), renderHTML: ({ value }) => ({ value }) },
    }
  },

  parseHTML() {
    return [{ tag: "data", getAttrs: (element) => VALUE.test(element.getAttribute("value") || "") && null }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["data", mergeAttributes(HTMLAttributes), 0]
  },

  addCommands() {
    return {
      // Asks for a fact, then cites it: around the selected words, or with the fact's own where none are selected.
      citeFact:
        () =>
        ({ editor }) => {
          const { from, to } = wanted(editor)
          const words = editor.state.doc.textBetween(from, to, " ")
          pickFact(this.options.url, words).then((fact) => {
            if (!fact) return editor.commands.focus()
            const attrs = { value: `fact:${fact.id}` }
            if (from === to) {
              const figure = { type: "text", text: fact.shown, marks: [{ type: "fact", attrs }] }
              editor.chain().focus().insertContentAt(from, figure).run()
            } else {
              const chain = editor.chain().focus().setTextSelection({ from, to })
              chain.setMark("fact", attrs).setTextSelection(to).run()
            }
          })
          return true
        },
      uncite:
        () =>
        ({ chain }) =>
          chain().extendMarkRange("fact").unsetMark("fact").run(),
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-Shift-f": ({ editor }) => editor.commands.citeFact() }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "fact",
      groups: "facts",
      button: buttons.text("Fact", "Cite a fact (Ctrl+Shift+F)"),
      active: (editor) => editor.isActive("fact"),
      enabled: (editor) => !editor.isActive("codeBlock"),
      command: (editor) => editor.commands.citeFact(),
    })
    menu.defineItem({
      name: "fact:remove",
      groups: "facts",
      button: buttons.text("Uncite", "Keep the words, remove the citation"),
      hidden: (editor) => !editor.isActive("fact"),
      command: (editor) => editor.chain().focus().uncite().run(),
    })
  },

  addProseMirrorPlugins() {
    const texts = new FactTexts(this.options.url, this.editor)
    return [
      new Plugin({
        props: {
          decorations: (state) => pm.view.DecorationSet.create(state.doc, texts.decorations(state.doc)),
        },
      }),
    ]
  },
})

// What will be cited: the selection, or the whole figure that the caret stands in.
function wanted(editor) {
  const { from, to, empty, $from } = editor.state.selection
  if (!empty) return { from, to }
  return getMarkRange($from, editor.schema.marks.fact) || { from, to }
}
