// What the body editor has beyond django-prose-editor's own: the names here are the keys in articles/editor.py.
export { Callout } from "./callout.js"
export { Fact } from "./fact.js"
export { Language } from "./language.js"
export { CleanPaste } from "./paste.js"
export { RedoKey } from "./redo.js"
