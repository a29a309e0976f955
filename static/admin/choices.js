// What is drawn in place of a choice among many gets its name from the label of the field that it stands for.
function nameThem() {
  for (const drawn of document.querySelectorAll(".select2-search__field, .select2-selection--single")) {
    if (drawn.dataset.named) continue
    const select = drawn.closest(".select2-container")?.previousElementSibling
    const label = select && document.querySelector(`label[for="${select.id}"]`)
    if (drawn.matches("input, textarea") || !label) {
      drawn.setAttribute("aria-label", label?.textContent.replace("*", "").trim() || "Search")
    } else {
      // A box to type in within the box is one too many, and has no name of its own.
      for (const name of ["role", "aria-readonly"]) drawn.firstElementChild?.removeAttribute(name)
      label.id ||= `label-of-${select.id}`
      drawn.setAttribute("aria-labelledby", `${label.id} ${drawn.getAttribute("aria-labelledby") ?? ""}`.trim())
    }
    drawn.dataset.named = "yes"
  }
}

addEventListener("load", () => setTimeout(nameThem))
document.addEventListener("focusin", nameThem)
