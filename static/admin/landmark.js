// Unfold draws the page's main part without saying that it is; whoever listens to a page jumps to it by that,
// and whoever works it by the keyboard by the first link of the page.
document.addEventListener("DOMContentLoaded", () => {
  const main = document.getElementById("main")
  if (!main) return
  main.setAttribute("role", "main")
  main.tabIndex = -1
  const skip = Object.assign(document.createElement("a"), { href: "#main", className: "skip", textContent: "Skip to the page" })
  skip.addEventListener("click", (event) => {
    event.preventDefault() // the address stays what it is
    main.focus()
  })
  document.body.prepend(skip)
})
