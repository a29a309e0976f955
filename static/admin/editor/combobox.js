// A field that finds while one types: the arrow keys choose, Enter takes. Whoever uses it says what is found and shown.
export class Combobox {
  // find(words, signal): a promise of what there is. draw(item): what stands in its line. take(item): it was chosen.
  constructor(input, list, { find, draw, take, said = () => {} }) {
    Object.assign(this, { input, list, find, draw, take, said, items: [], chosen: 0 })
    input.addEventListener("input", () => this.later())
    input.addEventListener("keydown", (event) => this.key(event))
    list.addEventListener("mousedown", (event) => event.preventDefault())
  }

  later() {
    clearTimeout(this.timer)
    this.stale = true
    this.timer = setTimeout(() => this.search(), 150)
  }

  // While what was typed is still being looked for, nothing that was found before is taken.
  async search() {
    clearTimeout(this.timer)
    this.request?.abort()
    this.request = new AbortController()
    const { signal } = this.request
    try {
      const items = await this.find(this.input.value.trim(), signal)
      if (!signal.aborted) this.show(items)
    } catch (error) {
      if (error.name !== "AbortError") this.said("What there is could not be read. Type again to try again.")
    }
  }

  show(items) {
    this.items = items
    this.stale = false
    this.list.replaceChildren(...items.map((item, at) => this.option(item, at)))
    this.list.hidden = !items.length
    this.input.setAttribute("aria-expanded", String(items.length > 0))
    this.input.removeAttribute("aria-activedescendant")
    if (items.length) this.choose(0)
    this.said("", items)
    if (this.wanted) this.enter()
  }

  close() {
    clearTimeout(this.timer)
    this.request?.abort()
    this.wanted = false
    this.show([])
  }

  option(item, at) {
    const option = document.createElement("li")
    option.id = `${this.list.id}-${at}`
    option.setAttribute("role", "option")
    option.append(...this.draw(item))
    option.addEventListener("click", () => this.take(item))
    option.addEventListener("pointermove", () => this.chosen !== at && this.choose(at, false))
    return option
  }

  choose(at, scroll = true) {
    this.chosen = at
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === at))
      if (index !== at) continue
      if (scroll) option.scrollIntoView({ block: "nearest" })
      this.input.setAttribute("aria-activedescendant", option.id)
    }
  }

  key(event) {
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && this.items.length) this.choose((this.chosen + step + this.items.length) % this.items.length)
    else if (step) this.search()
    else if (event.key === "Enter" && this.asks()) this.enter()
    else return
    event.preventDefault()
  }

  asks() {
    return this.stale || this.items.length > 0
  }

  enter() {
    this.wanted = Boolean(this.stale)
    if (!this.wanted && this.items.length) this.take(this.items[this.chosen])
  }
}

// The JSON of an address that is asked by words: what it lists.
export async function results(url, words, signal) {
  const address = new URL(url, location.href)
  address.searchParams.set("q", words)
  address.searchParams.set("term", words)
  const response = await fetch(address, { signal, redirect: "error" })
  if (!response.ok) throw new Error(response.status)
  return (await response.json()).results
}
