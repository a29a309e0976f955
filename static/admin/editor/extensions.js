// What the body editor has beyond django-prose-editor's own, or instead of it: the names are the keys in
// articles/editor.py.
export { Callout } from "./callout.js"
export { Fact } from "./fact.js"
export { Caption, Figure, Image } from "./images.js"
export { Language } from "./language.js"
export { Link } from "./link.js"
export { CleanPaste } from "./paste.js"
export { RedoKey } from "./redo.js"
export { SlashMenu } from "./slash.js"
export { Toolbar } from "./toolbar.js"
export { CodeBlock, ListItem, OrderedList, Spaces, Table, TableCell, TableHeader } from "./vocabulary.js"
