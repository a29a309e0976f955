// All that can be inserted, in one list: the menu behind “/” and behind the button shows it.

// Each: id, label, words (it is also found by), and either chain (steps of one change) or open (a dialog, with the
// command that it needs: not every text takes pictures and figures).
export function insertable(editor) {
  const { kinds = {} } = editor.extensionManager.extensions.find(({ name }) => name === "callout")?.options ?? {}
  const all = [
    { id: "heading", label: "Heading", words: "h2 title section", chain: (c) => c.setHeading({ level: 2 }) },
    { id: "subheading", label: "Subheading", words: "h3 title", chain: (c) => c.setHeading({ level: 3 }) },
    { id: "bullets", label: "Bulleted list", words: "unordered ul", chain: (c) => c.toggleBulletList() },
    { id: "numbers", label: "Numbered list", words: "ordered ol", chain: (c) => c.toggleOrderedList() },
    { id: "quote", label: "Quote", words: "blockquote citation", chain: (c) => c.toggleBlockquote() },
    ...Object.entries(kinds).map(([kind, label]) => ({
      id: `callout-${kind}`,
      label: `Call-out: ${label}`,
      words: "callout box aside",
      chain: (c) => c.setCallout(kind),
    })),
    {
      id: "table",
      label: "Table",
      words: "grid rows columns",
      chain: (c) => c.insertTableWithOptions(),
      top: true,
    },
    { id: "image", label: "Image…", words: "picture photo figure", open: () => editor.commands.insertFigure(), needs: "insertFigure", top: true },
    { id: "fact", label: "Fact…", words: "figure number citation source", open: () => editor.commands.citeFact(), needs: "citeFact" },
    {
      id: "record",
      label: "Link to a record…",
      words: "company product family model market",
      open: () => editor.commands.addLink("records"),
    },
    {
      id: "article",
      label: "Link to an article…",
      words: "story internal",
      open: () => editor.commands.addLink("articles"),
    },
    { id: "divider", label: "Divider", words: "rule line hr", chain: (c) => c.setHorizontalRule(), top: true },
  ]
  // A call-out, a list, a quote and a cell hold words alone.
  const within = ["callout", "listItem", "tableCell", "tableHeader", "blockquote"].some((name) => editor.isActive(name))
  const knows = ({ needs }) => !needs || needs in editor.commands
  return all.filter(knows).filter(({ chain, top }) => !(top && within) && (!chain || chain(editor.can().chain()).run()))
}

// Those that the words fit, wherever a word of theirs begins.
export function fitting(items, typed) {
  const wanted = typed.toLowerCase()
  return items.filter(({ label, words }) =>
    `${label} ${words}`
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .some((word, at, every) => every.slice(at).join("").startsWith(wanted)),
  )
}
