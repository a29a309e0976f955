// What is told above the form stays in sight: the editor's buttons stay beneath it, however much it says.
const told = document.getElementById("told")

if (told) {
  new ResizeObserver(() => document.documentElement.style.setProperty("--told", `${told.offsetHeight}px`)).observe(told)
}
