/* Cite or share: buttons that copy, and the device's own way of sharing. Without them the words can be selected. */
const button = (words, what, press) => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: words });
  made.setAttribute("aria-label", `${words} ${what}`);
  made.addEventListener("click", press);
  return made;
};
const said = Object.assign(document.createElement("p"), { className: "meta" });
said.setAttribute("role", "status");
for (const words of document.querySelectorAll("[data-copy]")) {
  const what = words.previousElementSibling.textContent.toLowerCase();
  const text = words.textContent;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(words);
      said.textContent = "Your browser does not let us copy: it is selected, press Ctrl+C.";
    }
  };
  const ways = Object.assign(document.createElement("dd"), { className: "actions" });
  if (navigator.clipboard) ways.append(button("Copy", what, copy));
  if (words.dataset.share && navigator.share) ways.append(button("Share", what, () => navigator.share({ title: words.dataset.share, url: text }).catch(() => {})));
  if (ways.childElementCount) words.after(ways);
}
document.getElementById("share").append(said);
