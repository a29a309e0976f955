// What is wrong in a form that came back is listed at its head: each line leads to its field, also within a tab that
// is not open (field.js).
const note = document.querySelector("#content-main .errornote")
const wrong = document.querySelectorAll("#content-main form .errorlist[id$=_error]")

if (note && wrong.length) {
  const list = document.createElement("ul")
  list.className = "errors-listed"
  list.tabIndex = -1
  for (const { id, textContent: said } of wrong) {
    const field = id.replace(/_error$/, "")
    const link = document.createElement("a")
    link.href = `#${field}`
    const name = document.querySelector(`label[for="${field}"]`)?.textContent.replace("*", "").trim()
    link.textContent = [name, said.trim()].filter(Boolean).join(": ")
    const item = document.createElement("li")
    item.append(link)
    list.append(item)
  }
  note.after(list)
  addEventListener("load", () => list.focus())
}
