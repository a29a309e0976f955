// A call-out: <aside data-callout="pro-tip">…</aside>. Its label is drawn by the page, not written in the text.
import { Node, crel, mergeAttributes, pm } from "django-prose-editor/editor"

const LISTS = new Set(["listItem", "bulletList", "orderedList"])

export const Callout = Node.create({
  name: "callout",
  group: "block",
  // No call-out within a call-out.
  content: "(paragraph|bulletList|orderedList)+",
  defining: true,

  addOptions() {
    return { kinds: {} }
  },

  addAttributes() {
    return {
      kind: {
        default: "note",
        parseHTML: (element) => element.getAttribute("data-callout"),
        renderHTML: ({ kind }) => ({ "data-callout": kind }),
      },
    }
  },

  parseHTML() {
    const known = (element) => element.getAttribute("data-callout") in this.options.kinds && null
    return [{ tag: "aside[data-callout]", getAttrs: known }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["aside", mergeAttributes(HTMLAttributes), 0]
  },

  addNodeView() {
    // The label shows which kind it is, outside the editable content.
    return ({ node }) => {
      const label = crel("span", { className: "callout-label", contentEditable: "false" })
      const contentDOM = crel("div")
      // Many of one kind in a text are no landmarks of the page.
      const dom = crel("aside", { role: "note" }, [label, contentDOM])
      const paint = ({ attrs }) => {
        dom.dataset.callout = attrs.kind
        label.textContent = this.options.kinds[attrs.kind]
      }
      paint(node)
      return {
        dom,
        contentDOM,
        update(changed) {
          if (changed.type !== node.type) return false
          paint(changed)
          return true
        },
      }
    }
  },

  addCommands() {
    return {
      setCallout:
        (kind) =>
        ({ editor, commands, state, tr, dispatch }) => {
          if (editor.isActive("callout")) return commands.updateAttributes("callout", { kind })
          // A list goes in whole: none of its items could hold a call-out.
          const { $from, $to } = state.selection
          const range = $from.blockRange($to, ({ type }) => !LISTS.has(type.name))
          const around = range && pm.transform.findWrapping(range, state.schema.nodes.callout, { kind })
          if (around && dispatch) tr.wrap(range, around)
          return Boolean(around)
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      // In an empty last paragraph, Enter leaves the call-out.
      Enter: ({ editor }) => {
        const { $from, empty } = editor.state.selection
        const inside = $from.depth > 1 && $from.node(-1).type.name === "callout"
        if (!empty || !inside || $from.parent.content.size || $from.node(-1).childCount < 2) return false
        return editor.commands.lift("callout")
      },
    }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "callout:none",
      groups: "callouts",
      priority: 200,
      button: buttons.text("Call-out", "Call-out"),
      option: crel("p", { textContent: "No call-out" }),
      active: (editor) => !editor.isActive("callout"),
      command: (editor) => editor.chain().focus().lift("callout").run(),
    })
    for (const [kind, label] of Object.entries(this.options.kinds)) {
      menu.defineItem({
        name: `callout:${kind}`,
        groups: "callouts",
        button: buttons.text(label, label),
        option: crel("p", { textContent: label }),
        active: (editor) => editor.isActive("callout", { kind }),
        command: (editor) => editor.chain().focus().setCallout(kind).run(),
      })
    }
  },
})
