// Pictures: found by typing, with alternative text, in a figure with a caption. Only those that were uploaded here.
import { Caption as BaseCaption, Figure as BaseFigure, Image as BaseImage, crel } from "django-prose-editor/editor"

import { results } from "./combobox.js"
import { ask } from "./dialog.js"
import { line, searchFor } from "./search.js"

export const OURS = /^\/images\/[0-9]{1,18}\/([A-Za-z0-9._-]+)$/
const ALT = {
  name: "alt",
  label: "Alternative text",
  help: "For those who cannot see it.",
  required: "Say what the picture shows, for those who cannot see it.",
}

export const Image = BaseImage.extend({
  addOptions() {
    return { ...this.parent?.(), media: "" }
  },

  addAttributes() {
    const { src, alt, width, height } = this.parent()
    return { src, alt, width, height }
  },

  parseHTML() {
    return [{ tag: "img[src]", getAttrs: (element) => OURS.test(element.getAttribute("src")) && null }]
  },

  addInputRules() {
    return []
  },

  addNodeView() {
    // Readers get a picture while an edition shows it; editors always.
    return ({ node: { attrs } }) => {
      const src = this.options.media.replace("NAME", OURS.exec(attrs.src)?.[1] ?? "")
      const dom = crel("img", { src, alt: attrs.alt || "", draggable: true })
      // The text below stays where it is when the picture comes.
      for (const side of ["width", "height"]) if (attrs[side]) dom.setAttribute(side, attrs[side])
      return { dom }
    }
  },
})

export const Caption = BaseCaption.extend({
  // Within a figure alone.
  group: "",

  addAttributes() {
    return {}
  },

  addKeyboardShortcuts() {
    return {
      // After the caption the text goes on.
      Enter: ({ editor }) => {
        const { doc, selection } = editor.state
        if (selection.$from.parent.type.name !== "caption") return false
        const after = selection.$from.after(-1)
        const chain = editor.chain()
        const waits = doc.nodeAt(after)?.type.name === "paragraph" && !doc.nodeAt(after).content.size
        if (!waits) chain.insertContentAt(after, { type: "paragraph" })
        return chain.setTextSelection(after + 1).run()
      },
    }
  },
})

export const Figure = BaseFigure.extend({
  addOptions() {
    return { ...this.parent?.(), url: "" }
  },

  addAttributes() {
    return {}
  },

  parseHTML() {
    const shows = (element) => OURS.test(element.querySelector("img")?.getAttribute("src")) && null
    return [{ tag: "figure", getAttrs: shows }]
  },

  addNodeView() {
    return null
  },

  // No menu that floats over the picture: its buttons are above the text, where the keyboard finds them.
  addExtensions() {
    return []
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "figure",
      groups: "nodes",
      button: buttons.material("image", "Image, or its alternative text"),
      active: (editor) => editor.isActive("figure"),
      enabled: (editor) => editor.can().insertFigure(),
      command: (editor) => editor.commands.insertFigure(),
    })
    menu.defineItem({
      name: "caption",
      groups: "nodes",
      button: buttons.text("Caption", "Caption: add it, or remove it"),
      active: (editor) => editor.isActive("figure") && selected(editor.state.selection)?.captioned,
      hidden: (editor) => !selected(editor.state.selection),
      command: (editor) => editor.chain().focus().toggleCaption().run(),
    })
  },

  addCommands() {
    return {
      ...this.parent?.(),
      // The alternative text of the picture that is selected; else a picture to insert.
      insertFigure:
        () =>
        ({ editor, dispatch }) => {
          const picture = selected(editor.state.selection)
          if (!picture && !mayStand(editor.state)) return false
          if (dispatch) picture ? describe(editor, picture) : insert(editor, this.options.url)
          return true
        },
    }
  },
})

// The picture that is selected or whose caption the caret stands in.
function selected({ node, from, $from }) {
  for (let depth = $from.depth; depth >= 0; depth--) {
    const figure = depth ? $from.node(depth) : node
    if (figure?.type.name !== "figure") continue
    return { node: figure.firstChild, at: depth ? $from.start(depth) : from + 1, captioned: figure.childCount > 1 }
  }
  return node?.type.name === "image" ? { node, at: from, captioned: false } : null
}

// Whether a figure may take the place of the paragraph where the caret stands, or follow it.
function mayStand({ selection: { $from }, schema }) {
  const around = $from.depth ? $from.node(-1) : $from.parent
  const after = $from.depth ? $from.indexAfter(-1) : $from.index()
  return around.canReplaceWith(after, after, schema.nodes.figure)
}

async function describe(editor, { node, at }) {
  const said = await ask("Describe the picture", [{ ...ALT, value: node.attrs.alt }], "Change")
  const chain = editor.chain().focus()
  if (said) chain.setNodeSelection(at).updateAttributes("image", said)
  chain.run()
}

async function insert(editor, url) {
  const picture = await searchFor({
    title: "Insert an image",
    label: "Search the images",
    placeholder: "A word of its title or credit",
    words: "",
    find: (typed, signal) => results(url, typed, signal),
    draw: ({ text, note, thumb }) => [crel("img", { src: thumb, alt: "", loading: "lazy" }), ...line(text, note)],
    none: () => "No image is called that. Upload it under Images, then insert it here.",
  })
  if (!picture) return editor.commands.focus()
  const preview = crel("img", { src: picture.thumb, alt: "", className: "preview" })
  const caption = { name: "caption", label: "Caption", help: "Under the picture; may be empty.", rows: 2 }
  const said = await ask(`Insert “${picture.text}”`, [{ ...ALT, value: picture.alt }, caption], "Insert", [preview])
  if (!said) return editor.commands.focus()
  const { address: src, width, height } = picture
  const content = [{ type: "image", attrs: { src, alt: said.alt, width, height } }]
  if (said.caption) content.push({ type: "caption", content: [{ type: "text", text: said.caption }] })
  editor.chain().focus().insertContent([{ type: "figure", content }, { type: "paragraph" }]).run()
}
