/* Searching: names, headlines and questions that begin so are offered while one types; arrows choose, Enter follows. What is left empty is not sent.
   Without this the form is sent as it stands. */
const make = (name, more, ...inside) => { const made = Object.assign(document.createElement(name), more); made.append(...inside); return made; };
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const field = form.elements.q, list = make("ul", { className: "list suggest", id: "suggested", hidden: true });
  let timer, under, at = -1;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.suggested);
  field.closest(".inline-form").after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-controls", list.id], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["autocomplete", "off"]]) field.setAttribute(name, value);
  const options = () => [...list.children];
  const choose = (n) => {
    at = n;
    options().forEach((one, k) => one.setAttribute("aria-selected", k === n));
    if (n < 0) field.removeAttribute("aria-activedescendant"); else { field.setAttribute("aria-activedescendant", `suggested-${n}`); list.children[n].scrollIntoView({ block: "nearest" }); }
  };
  const show = (found) => {
    list.replaceChildren(...found.map(({ called, title, url }, n) => {
      const link = make("a", { href: url, textContent: title, tabIndex: -1 });
      const one = make("li", { id: `suggested-${n}` }, link, " ", make("span", { className: "tag", textContent: called }));
      one.setAttribute("role", "option");
      return one;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  const look = async () => {
    under?.abort();
    under = new AbortController();
    const typed = field.value.trim();
    try {
      const answer = typed && await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: under.signal });
      show(answer && answer.ok ? (await answer.json()).suggestions : []);
    } catch { /* typed on, or away: sending works all the same */ }
  };
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(look, 120);
  });
  field.addEventListener("compositionend", look);
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || !count) return;
    if (step) { event.preventDefault(); choose((at + 1 + step + count + 1) % (count + 1) - 1); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); list.children[at].querySelector("a").click(); }
    else if (event.key === "Escape") { event.preventDefault(); show([]); }
  });
  form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) show([]); });
  form.addEventListener("formdata", ({ formData }) => { for (const [name, value] of [...formData]) if (!value.trim()) formData.delete(name); });
  form.addEventListener("submit", () => { clearTimeout(timer); under?.abort(); });
}
