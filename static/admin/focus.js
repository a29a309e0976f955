// The focus of a picture, set by clicking or with the arrow keys; the two number fields stay the truth.
const box = document.querySelector("[data-focus]");
const fields = ["x", "y"].map((axis) => document.getElementById(`id_focus_${axis}`));

if (box && fields.every(Boolean)) {
  const picture = box.querySelector(".focus-picture");
  const [whole, ...crops] = box.querySelectorAll("img");
  const mark = box.querySelector(".focus-mark");
  const said = box.querySelector("[role=status]");
  const within = (value) => Math.min(Math.max(Math.round(value) || 0, 0), 100);
  const focus = () => fields.map((field) => within(Number(field.value)));

  // Where the largest part of a ratio begins: the same sum as articles/cropping.py does, as CSS understands it.
  const place = (size, part, at) =>
    size - part < 1 ? 50 : (Math.min(Math.max((size * at) / 100 - part / 2, 0), size - part) / (size - part)) * 100;

  const show = () => {
    const [x, y] = focus();
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    const { naturalWidth: width, naturalHeight: height } = whole;
    for (const crop of crops) {
      const [wide, high] = crop.parentElement.style.aspectRatio.split("/");
      const ratio = wide / high;
      const part = width / height > ratio ? [height * ratio, height] : [width, width / ratio];
      crop.style.objectPosition = `${place(width, part[0], x)}% ${place(height, part[1], y)}%`;
    }
  };
  const set = (x, y, tell = true) => {
    fields[0].value = within(x);
    fields[1].value = within(y);
    for (const field of fields) field.dispatchEvent(new Event("input", { bubbles: true }));
    if (tell) said.textContent = `${fields[0].value} % from the left, ${fields[1].value} % from the top`;
  };
  const point = (event) => {
    const { left, top, width, height } = whole.getBoundingClientRect();
    set(((event.clientX - left) / width) * 100, ((event.clientY - top) / height) * 100);
  };

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  picture.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 : 1;
    const [x, y] = focus();
    set(x + move[0] * step, y + move[1] * step);
  });
  picture.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    picture.focus();
    picture.setPointerCapture(event.pointerId);
    point(event);
  });
  picture.addEventListener("pointermove", (event) => {
    if (picture.hasPointerCapture(event.pointerId)) point(event);
  });
  for (const field of fields) field.addEventListener("input", show);
  whole.addEventListener("load", show);
  addEventListener("resize", show);

  const file = document.getElementById("id_file");
  file?.addEventListener("change", () => {
    if (!file.files.length) return;
    const address = URL.createObjectURL(file.files[0]);
    for (const image of [whole, ...crops]) image.src = address;
    box.hidden = false;
    set(50, 50, false);
  });
  show();
}
