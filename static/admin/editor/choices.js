// The field in which one types to choose among many gets its name only from the label of what it stands for.
function nameThem() {
  for (const search of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const select = search.closest(".select2-container")?.previousElementSibling
    const label = select && document.querySelector(`label[for="${select.id}"]`)
    search.setAttribute("aria-label", label?.textContent.replace("*", "").trim() || "Search")
  }
}

addEventListener("load", () => setTimeout(nameThem))
document.addEventListener("focusin", nameThem)
