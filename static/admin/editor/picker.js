// A dialog that searches the facts while one types. Arrow keys choose, Enter takes, Escape leaves.
import { crel } from "django-prose-editor/editor"

export function pickFact(url, words) {
  return new Promise((resolve) => new Picker(url, words, resolve))
}

class Picker {
  constructor(url, words, resolve) {
    this.url = url
    this.facts = []
    this.chosen = 0
    this.build(words)
    this.dialog.addEventListener("close", () => {
      this.request?.abort()
      this.dialog.remove()
      resolve(this.taken || null)
    })
    document.body.append(this.dialog)
    this.dialog.showModal()
    this.input.select()
    this.search()
  }

  build(words) {
    // type="text": in a search field the first Escape would only empty it.
    this.input = crel("input", { type: "text", value: words, autocomplete: "off", role: "combobox" })
    this.input.setAttribute("aria-label", "Search the facts")
    this.input.setAttribute("aria-controls", "fact-picker-list")
    this.input.setAttribute("aria-expanded", "true")
    this.input.placeholder = "163 million, Doubao, monthly active users…"
    this.list = crel("ul", { id: "fact-picker-list", role: "listbox" })
    this.status = crel("p", { role: "status" })
    const close = crel("button", { type: "button", textContent: "Cancel" })
    close.addEventListener("click", () => this.dialog.close())
    const heading = crel("h2", { textContent: words ? `Cite a fact for “${words}”` : "Cite a fact" })
    this.dialog = crel("dialog", { className: "fact-picker", "aria-label": "Cite a fact" }, [
      ...[heading, this.input, this.list, this.status, close],
    ])
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.search(), 150)
    })
    this.input.addEventListener("keydown", (event) => this.key(event))
  }

  key(event) {
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) this.choose((this.chosen + step + this.facts.length) % this.facts.length)
    else if (event.key === "Enter") this.take(this.facts[this.chosen])
    else return
    event.preventDefault()
  }

  async search() {
    this.request?.abort()
    this.request = new AbortController()
    const address = `${this.url}?q=${encodeURIComponent(this.input.value)}`
    try {
      const response = await fetch(address, { signal: this.request.signal, redirect: "error" })
      if (!response.ok) throw new Error(response.status)
      this.show((await response.json()).results)
    } catch (error) {
      if (error.name !== "AbortError") this.status.textContent = "The facts could not be read. Try again."
    }
  }

  show(facts) {
    this.facts = facts
    this.list.replaceChildren(...facts.map((fact, at) => this.option(fact, at)))
    this.status.textContent = facts.length ? "" : "No fact matches. Add it under Facts, then cite it here."
    if (facts.length) this.choose(0)
  }

  option(fact, at) {
    const note = [fact.as_of, fact.nature, fact.superseded && "superseded"].filter(Boolean).join(", ")
    const option = crel("li", { id: `fact-option-${fact.id}`, role: "option" }, [
      crel("strong", { textContent: fact.shown }),
      crel("span", { textContent: `${fact.claim} (${note})` }),
      crel("small", { textContent: fact.source }),
    ])
    option.addEventListener("click", () => this.take(fact))
    option.addEventListener("pointermove", () => this.choose(at))
    return option
  }

  choose(at) {
    if (!this.facts.length) return
    this.chosen = at
    for (const [index, option] of [...this.list.children].entries()) {
      option.setAttribute("aria-selected", String(index === at))
      if (index === at) {
        option.scrollIntoView({ block: "nearest" })
        this.input.setAttribute("aria-activedescendant", option.id)
      }
    }
  }

  take(fact) {
    if (!fact) return
    this.taken = fact
    this.dialog.close()
  }
}
