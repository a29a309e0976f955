// With nothing left to redo, Ctrl+Shift+Z would fall through to Ctrl+Z and undo.
import { Extension } from "django-prose-editor/editor"

export const RedoKey = Extension.create({
  name: "redoKey",
  priority: 1000,

  addKeyboardShortcuts() {
    return {
      "Shift-Mod-z": ({ editor }) => {
        editor.commands.redo()
        return true
      },
    }
  },
})
