// Suggests names while one is written: an ARIA combobox. Without it the form works all the same.
"use strict";

{
  const form = document.querySelector("form.find");
  const input = form.elements.q;
  const list = make("div", { id: "suggested", class: "suggested", role: "listbox", hidden: "" });
  const status = make("div", { class: "heard", role: "status" });
  let options = [];
  let active = -1;
  let timer = 0;
  let asking = new AbortController();

  list.setAttribute("aria-label", form.dataset.suggestions);
  form.append(list, status);
  const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
  for (const [name, value] of Object.entries({ ...roles, "aria-expanded": "false" })) {
    input.setAttribute(name, value);
  }

  // Texts are put in as texts: no name becomes markup.
  function make(tag, attributes, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  function close() {
    clearTimeout(timer);
    asking.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  function choose(number) {
    options[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = options[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    options = [];
    active = -1;
    list.replaceChildren();
    found.kinds.forEach((kind, at) => {
      const heading = make("div", { id: `suggested-kind-${at}`, role: "presentation" }, kind.heading);
      const group = make("div", { role: "group", "aria-labelledby": heading.id });
      group.append(heading);
      for (const thing of kind.things) {
        const id = `suggested-${options.length}`;
        const option = make("div", { id, role: "option", "aria-selected": "false" }, thing.label);
        if (thing.note) option.append(make("small", {}, thing.note));
        option.addEventListener("click", () => location.assign(thing.href));
        options.push(option);
        group.append(option);
      }
      list.append(group);
    });
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
    status.textContent = form.dataset.number.replace("{}", options.length);
  }

  async function suggest() {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const sought = input.value.trim();
    if (sought.length < 2) return close();
    try {
      const address = `${form.dataset.suggest}?${new URLSearchParams({ q: sought })}`;
      const response = await fetch(address, { signal });
      const found = response.ok ? await response.json() : { kinds: [] };
      if (!signal.aborted) show(found);
    } catch {
      // What is not suggested can still be sent.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, 150);
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && !list.hidden) {
      const places = options.length + 1;
      choose(((active + 1 + step + places) % places) - 1);
    } else if (step) {
      suggest();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
    } else if (event.key === "Enter" && options[active]) {
      options[active].click();
    } else {
      return;
    }
    event.preventDefault();
  });
  // A press on a suggestion must not take the focus away before it counts.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.addEventListener("blur", close);
}
