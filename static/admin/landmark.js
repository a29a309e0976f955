// Unfold draws the page's main part without saying that it is; whoever listens to a page jumps to it by that.
document.addEventListener("DOMContentLoaded", () => document.getElementById("main")?.setAttribute("role", "main"))
