// Searches the ledger for the fact to cite; where it has none, words that are selected can be made one.
import { line, searchFor } from "./search.js"
import { results } from "./combobox.js"

export const MAKE = Symbol("make")

// Gives the fact, MAKE where one is to be made, or null.
export function pickFact(url, words, mayMake) {
  return searchFor({
    title: words ? `Cite a fact for “${words}”` : "Cite a fact",
    label: "Search the facts",
    placeholder: "163 million, Doubao, monthly active users…",
    words,
    find: (typed, signal) => results(url, typed, signal),
    draw: (fact) => {
      const note = [fact.as_of, fact.nature, fact.superseded && "superseded"].filter(Boolean).join(", ")
      return line(fact.shown, `${fact.claim} (${note})`, fact.source)
    },
    none: () =>
      words && mayMake ? "No fact matches. Make it one." : "No fact matches. Add it under Facts, then cite it here.",
    more: words && mayMake ? [{ text: "Make it a fact…", value: MAKE }] : [],
  })
}
