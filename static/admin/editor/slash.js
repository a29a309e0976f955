// The menu of what can be inserted: “/” opens it where a word could begin, the button Insert anywhere. What is typed
// after it narrows it; arrow keys and Enter choose, Escape leaves.
import { Extension, Plugin, pm } from "django-prose-editor/editor"

import { fitting, insertable } from "./inserting.js"
import { SlashList } from "./slash-list.js"

const key = new pm.state.PluginKey("slashMenu")
const CLOSED = { open: false, chosen: 0, byButton: false }
// A full-width slash is what a Chinese keyboard gives.
const TYPED = /(?:^|\s)([/／]([\p{L}\p{N}]{0,20}))$/u

// The slash and what was typed after it, before the caret: where it stands and what it asks for.
function find({ selection: { empty, $from } }) {
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null
  const found = TYPED.exec($from.parent.textBetween(0, $from.parentOffset, null, "\ufffc"))
  return found && { from: $from.pos - found[1].length, to: $from.pos, wanted: found[2] }
}

// What the menu shows now, or null while it is closed.
function shown(editor, state) {
  const { open, chosen } = key.getState(state)
  const where = open && find(state)
  if (!where) return null
  const items = fitting(insertable(editor), where.wanted)
  return items.length ? { where, items, chosen: Math.min(chosen, items.length - 1) } : null
}

function set(view, change) {
  view.dispatch(view.state.tr.setMeta(key, change).setMeta("addToHistory", false))
}

function leave(view) {
  const where = find(view.state)
  const { byButton } = key.getState(view.state)
  const change = view.state.tr.setMeta(key, CLOSED)
  // The slash that the button set goes with the menu.
  if (byButton && where) change.delete(where.from, where.to)
  view.dispatch(change)
}

function take(editor, { where, items }, at) {
  const { chain, open } = items[at]
  const change = editor.chain().command(({ tr }) => Boolean(tr.delete(where.from, where.to).setMeta(key, CLOSED)))
  ;(chain ? chain(change) : change).run()
  open?.()
}

export const SlashMenu = Extension.create({
  name: "slashMenu",
  // Its Enter comes before that of lists and figures.
  priority: 1000,

  addCommands() {
    return {
      openInsertMenu:
        () =>
        ({ tr, dispatch, state }) => {
          const { $to } = state.selection
          if (!$to.parent.isTextblock || $to.parent.type.spec.code) return false
          const before = $to.parent.textBetween(0, $to.parentOffset, null, "\ufffc").slice(-1)
          if (!dispatch) return true
          tr.setSelection(pm.state.TextSelection.create(tr.doc, $to.pos))
          tr.insertText(/\S/.test(before) ? " /" : "/")
          tr.setMeta(key, { open: true, chosen: 0, byButton: true })
          return true
        },
    }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "insert",
      groups: "insert",
      button: buttons.text("Insert", "Insert… (type / in the text)"),
      enabled: (editor) => editor.can().openInsertMenu(),
      command: (editor) => editor.chain().focus().openInsertMenu().run(),
    })
  },

  addProseMirrorPlugins() {
    const { editor } = this
    return [
      new Plugin({
        key,
        state: {
          init: () => CLOSED,
          apply(tr, held, _, state) {
            const told = tr.getMeta(key)
            const now = told ? { ...held, ...told } : held
            if (now.open && !find(state)) return CLOSED
            return !told && tr.docChanged ? { ...now, chosen: 0 } : now
          },
        },
        props: {
          handleTextInput(view, from, to, text) {
            if (/^[/／]$/.test(text)) setTimeout(() => find(view.state) && set(view, { open: true, chosen: 0 }))
            return false
          },
          handleKeyDown(view, event) {
            if (event.isComposing || view.composing) return false
            const now = shown(editor, view.state)
            if (!now) return false
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
            const count = now.items.length
            if (step) set(view, { chosen: (now.chosen + step + count) % count })
            else if (event.key === "Enter" || event.key === "Tab") take(editor, now, now.chosen)
            else if (event.key === "Escape") leave(view)
            else return false
            return true
          },
          handleDOMEvents: {
            blur: (view) => {
              if (key.getState(view.state).open) leave(view)
            },
          },
          // The caret stays in the text; a screen reader is told which line is chosen.
          attributes(state) {
            const now = shown(editor, state)
            if (!now) return {}
            const active = SlashList.idOf(now.items[now.chosen])
            return { "aria-controls": SlashList.id, "aria-activedescendant": active, "aria-autocomplete": "list" }
          },
        },
        view(view) {
          const list = new SlashList({
            choose: (at) => set(view, { chosen: at }),
            take: (at) => take(editor, shown(editor, view.state), at),
          })
          return {
            update: () => list.paint(view, shown(editor, view.state)),
            destroy: () => list.remove(),
          }
        },
      }),
    ]
  },
})
