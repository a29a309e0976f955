// What the buttons above a text say to a screen reader, and room for them: they stay in sight while the text scrolls, so
// the caret is kept clear of them, and of the bar at the foot of the page.
import { Extension, Plugin } from "django-prose-editor/editor"

const ROOM = { top: 64, bottom: 96, left: 0, right: 0 }

export const Toolbar = Extension.create({
  name: "toolbar",
  // Its onCreate comes after that of the menu.
  priority: 1,

  onCreate() {
    const bar = this.editor.view.dom.parentElement.querySelector(".prose-menubar")
    if (!bar) return
    bar.setAttribute("role", "toolbar")
    bar.setAttribute("aria-label", "Formatting")
    const tell = () => {
      for (const button of bar.querySelectorAll(".prose-menubar__button")) {
        button.ariaDisabled = String(button.classList.contains("disabled"))
        button.ariaPressed = String(button.classList.contains("active"))
      }
    }
    this.editor.on("transaction", tell)
    tell()
  },

  addProseMirrorPlugins() {
    return [new Plugin({ props: { scrollThreshold: ROOM, scrollMargin: ROOM } })]
  },
})
