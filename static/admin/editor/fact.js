// A cited figure: <data value="fact:ID">163 million</data>. The words are the editor's, the fact stays behind them.
import { Mark, Plugin, getMarkRange, mergeAttributes, pm } from "django-prose-editor/editor"

import { FactTexts } from "./fact-texts.js"
import { makeFact, makeFactUrl } from "./making.js"
import { MAKE, pickFact } from "./picker.js"

const VALUE = /^fact:[0-9]{1,18}$/

export const Fact = Mark.create({
  name: "fact",
  // Typing after a figure is not part of it.
  inclusive: false,
  excludes: "fact",
  // Outside of bold and italic, so that "163 <strong>million</strong>" stays one citation; its Enter comes before that
  // of the lists.
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
        ({ editor, dispatch }) => {
          if (dispatch) choose(editor, this.options.url)
          return true
        },
      makeFact:
        () =>
        ({ editor, dispatch }) => {
          const where = wanted(editor)
          const { $from, $to } = editor.state.selection
          if (!makeFactUrl || where.from === where.to || !$from.sameParent($to)) return false
          if (dispatch) make(editor, where)
          return true
        },
      uncite:
        () =>
        ({ chain }) =>
          chain().extendMarkRange("fact").unsetMark("fact").run(),
    }
  },

  addKeyboardShortcuts() {
    // A line that is broken within a figure breaks after it: half a figure says something else.
    const after = ({ editor }) => {
      const { $from, empty } = editor.state.selection
      const figure = getMarkRange($from, editor.schema.marks.fact)
      if (empty && figure && figure.from < $from.pos && $from.pos < figure.to) {
        editor.commands.setTextSelection(figure.to)
      }
      return false
    }
    return {
      "Mod-Shift-f": ({ editor }) => editor.commands.citeFact(),
      Enter: after,
      "Shift-Enter": after,
      "Mod-Enter": after,
    }
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
      name: "fact:make",
      groups: "facts",
      button: buttons.text("Make it a fact…", "Make it a fact…"),
      hidden: () => !makeFactUrl,
      enabled: (editor) => editor.can().makeFact() && !editor.isActive("codeBlock"),
      command: (editor) => editor.commands.makeFact(),
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

function between(editor, from, to) {
  return editor.state.doc.textBetween(from, to, "\n\n", " ")
}

async function choose(editor, url) {
  const where = wanted(editor)
  const words = between(editor, where.from, where.to)
  const fact = await pickFact(url, words, Boolean(makeFactUrl))
  if (fact === MAKE) return make(editor, where)
  cite(editor, where, fact)
}

async function make(editor, where) {
  const { from, to } = where
  const above = ["headline", "standfirst"].map((name) => document.querySelector(`[name=${name}]`)?.value ?? "")
  const before = [...above, between(editor, 0, from)].join("\n\n")
  const after = between(editor, to, editor.state.doc.content.size)
  cite(editor, where, await makeFact(between(editor, from, to), before, after))
}

function cite(editor, { from, to }, fact) {
  if (!fact) return editor.commands.focus()
  const attrs = { value: `fact:${fact.id}` }
  const chain = editor.chain().focus()
  if (from === to) {
    chain.insertContentAt(from, { type: "text", text: fact.shown, marks: [{ type: "fact", attrs }] }).run()
  } else {
    chain.setTextSelection({ from, to }).setMark("fact", attrs).setTextSelection(to).run()
  }
}
