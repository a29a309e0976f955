// The list that the menu of what can be inserted is drawn as, at the caret.
import { crel } from "django-prose-editor/editor"

export class SlashList {
  static id = "slash-menu"

  static idOf({ id }) {
    return `slash-menu-${id}`
  }

  constructor({ choose, take }) {
    Object.assign(this, { choose, take })
  }

  paint(view, now) {
    if (!now) return this.remove()
    if (!this.list) this.add(view)
    const shown = now.items.map(({ id }) => id).join()
    if (this.shown !== shown) this.list.replaceChildren(...now.items.map((item, at) => this.option(item, at)))
    this.shown = shown
    for (const [at, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(at === now.chosen))
      if (at === now.chosen) option.scrollIntoView({ block: "nearest" })
    }
    this.place(view, now.where.from)
  }

  add(view) {
    this.list = crel("ul", { id: SlashList.id, role: "listbox", "aria-label": "Insert", popover: "manual", tabIndex: -1 })
    // The caret stays in the text.
    this.list.addEventListener("mousedown", (event) => event.preventDefault())
    document.body.append(this.list)
    this.list.showPopover()
    this.follow = () => this.from !== undefined && this.place(view, this.from)
    addEventListener("scroll", this.follow, true)
  }

  option(item, at) {
    const option = crel("li", { id: SlashList.idOf(item), role: "option", textContent: item.label })
    option.addEventListener("click", () => this.take(at))
    option.addEventListener("pointermove", () => option.ariaSelected === "true" || this.choose(at))
    return option
  }

  // Under the caret, above it where there is more room, always within the window.
  place(view, from) {
    this.from = from
    const { left, top, bottom } = view.coordsAtPos(from)
    const { offsetWidth: width, offsetHeight: height } = this.list
    const above = bottom + height > innerHeight && top > innerHeight - bottom
    this.list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
    this.list.style.top = `${above ? Math.max(8, top - height - 4) : bottom + 4}px`
  }

  remove() {
    if (!this.list) return
    removeEventListener("scroll", this.follow, true)
    this.list.remove()
    this.list = this.shown = null
  }
}
