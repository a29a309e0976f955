/* Cite or share: buttons that copy, and the device's own way of sharing. Without them the words can be selected. */
const place = document.getElementById("share"), { copyIt, shareIt, copied, selected } = place.dataset;
const button = (said, what, press) => {
  const [words, spoken] = said.split("|");
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-quiet", textContent: words });
  made.setAttribute("aria-label", spoken.replace("{}", what));
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
      said.textContent = copied;
    } catch {
      getSelection().selectAllChildren(words);
      said.textContent = selected;
    }
  };
  const ways = Object.assign(document.createElement("dd"), { className: "actions" });
  if (navigator.clipboard) ways.append(button(copyIt, what, copy));
  if (words.dataset.share && navigator.share) ways.append(button(shareIt, what, () => navigator.share({ title: words.dataset.share, url: text }).catch(() => {})));
  if (ways.childElementCount) words.after(ways);
}
place.append(said);
