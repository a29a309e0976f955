/* Asking: answered questions that match are offered while one types, as without this they are after sending. What was
   offered goes with the question, so that nobody has to pass it by twice. */
const make = (name, more, ...inside) => { const made = Object.assign(document.createElement(name), more); made.append(...inside); return made; };
for (const form of document.querySelectorAll("form[data-offers]")) {
  const field = form.elements.q, place = form.querySelector("[aria-live]"), offered = form.elements.offered, before = offered?.value;
  let timer, under, shown = "";
  const offer = ({ id, text, url }) => {
    const mine = make("button", { className: "btn btn-quiet", textContent: form.dataset.mine });
    mine.setAttribute("form", "join");
    mine.formAction = `/questions/join/${id}/`;
    return make("li", {}, make("a", { href: url, textContent: text }), " ", mine);
  };
  const show = (found) => {
    const ids = found.map((one) => one.id).join();
    if (ids === shown) return;
    shown = ids;
    const box = make("section", { className: "suggest", ariaLabel: form.dataset.answered }, make("p", {}, make("b", { textContent: form.dataset.answered })), make("ul", { className: "list" }, ...found.map(offer)));
    // The buttons' own form: a form within the form there cannot be, and an empty one says nothing before.
    if (!document.getElementById("join")) document.body.append(make("form", { id: "join", method: "post" }));
    place.replaceChildren(...found.length ? [box] : []);
    if (offered) offered.value = `${ids},${before}`;
  };
  const look = async () => {
    under?.abort();
    under = new AbortController();
    const typed = field.value.trim();
    try {
      const answer = typed.length > 1 && await fetch(`${form.dataset.offers}?q=${encodeURIComponent(typed)}`, { signal: under.signal });
      show(answer && answer.ok ? (await answer.json()).questions : []);
    } catch { /* typed on, or away: sending works all the same */ }
  };
  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(look, 250);
  });
  field.addEventListener("compositionend", look);
  if (field.value) look();
}
