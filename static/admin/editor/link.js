// Links to records and articles, found by typing a name, or to an address that is pasted.
import { Link as BaseLink, getMarkRange } from "django-prose-editor/editor"

import { results } from "./combobox.js"
import { line, searchFor } from "./search.js"

// What the sanitiser lets stay (articles/bodies.py).
export const ALLOWED = /^(https?:\/\/[^\s/]|mailto:|#|\/(?![/\\]))/i
const BARE = /^(www\.\S+|[a-z0-9-]+(\.[a-z0-9-]+)+\/\S*)$/i
const MAIL = /^[^\s@/]+@[^\s@/]+\.[a-z]{2,}$/i
const REMOVE = Symbol("remove")
const TITLES = { records: "Link to a record", articles: "Link to an article" }

export const Link = BaseLink.extend({
  addOptions() {
    return {
      ...this.parent?.(),
      url: "",
      isAllowedUri: (address) => ALLOWED.test(address),
      // Names such as Character.AI are no addresses.
      shouldAutoLink: (address) => /^https?:\/\//i.test(address),
    }
  },

  addAttributes() {
    return { href: this.parent().href }
  },

  addCommands() {
    return {
      ...this.parent?.(),
      // among: records or articles alone, else both.
      addLink:
        (among = "") =>
        ({ editor, dispatch }) => {
          if (dispatch) link(editor, this.options.url, among)
          return true
        },
    }
  },

  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => editor.commands.addLink() }
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "link",
      groups: "link",
      button: buttons.material("insert_link", "Link (Ctrl+K)"),
      active: (editor) => editor.isActive("link"),
      enabled: (editor) => !editor.isActive("codeBlock"),
      command: (editor) => editor.commands.addLink(),
    })
    menu.defineItem({
      name: "unlink",
      groups: "link",
      button: buttons.material("link_off", "Remove the link"),
      hidden: (editor) => !editor.isActive("link"),
      command: (editor) => editor.chain().focus().unsetLink().run(),
    })
  },
})

async function link(editor, url, among) {
  const { from, to, empty, $from } = editor.state.selection
  const where = (editor.isActive("link") && empty && getMarkRange($from, editor.schema.marks.link)) || { from, to }
  const held = editor.getAttributes("link").href ?? ""
  const words = editor.state.doc.textBetween(where.from, where.to, " ", " ")
  const chosen = await searchFor({
    title: held ? "Change the link" : words ? `Link “${words}”` : TITLES[among] || "Link",
    label: "A name, or an address",
    placeholder: "Type a name, or paste an address",
    words: held || words,
    find: async (typed, signal) => {
      const address = addressOf(typed)
      return address ? [{ text: address, note: "This address", address }] : results(`${url}?among=${among}`, typed, signal)
    },
    draw: ({ text, note, standing }) => line(text, [note, standing].filter(Boolean).join(", ")),
    none: (typed) =>
      typed ? "Nothing of ours is called that. An address begins with https://." : "Type a name, or paste an address.",
    more: held ? [{ text: "Remove the link", value: REMOVE }] : [],
  })
  if (!chosen) return editor.commands.focus()
  const chain = editor.chain().focus()
  if (chosen === REMOVE) {
    chain.setTextSelection(where).unsetMark("link").setTextSelection(where.to).run()
  } else if (where.from === where.to) {
    const marks = [{ type: "link", attrs: { href: chosen.address } }]
    // What is typed after it is no part of the link.
    chain.insertContentAt(where.from, { type: "text", text: chosen.text, marks }).unsetMark("link").run()
  } else {
    chain.setTextSelection(where).setMark("link", { href: chosen.address }).setTextSelection(where.to).run()
  }
}

// The address that was typed, or null. Our own site's are kept without its name.
function addressOf(typed) {
  if (typed.startsWith(`${location.origin}/`)) return typed.slice(location.origin.length)
  if (ALLOWED.test(typed) && !/\s/.test(typed)) return typed
  if (BARE.test(typed)) return `https://${typed}`
  return MAIL.test(typed) ? `mailto:${typed}` : null
}
