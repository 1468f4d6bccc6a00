// What is typed into form[data-draft] is kept on this device until it is sent or its writer signs out.
(() => {
  const PREFIX = "draft:";
  const KEPT_FOR = 7 * 24 * 3600 * 1000;
  const TYPED = "textarea, select, input:not([type=hidden]):not([type=password]):not([type=file]):not([type=submit])";
  let waiting;
  let unkept;

  const reader = () => document.body.dataset.reader || "";
  const place = (form) => `${PREFIX}${reader()}:${form.dataset.draft}`;

  function store(action) {
    try {
      return action(localStorage);
    } catch {
      return null; // A browser that keeps nothing still sends the form.
    }
  }

  const ours = (storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX));
  const forgetAll = () => store((storage) => ours(storage).forEach((key) => storage.removeItem(key)));
  const forget = (form) => store((storage) => storage.removeItem(place(form)));

  function keep(form) {
    const values = {};
    for (const input of form.querySelectorAll(TYPED)) {
      if (!input.name) continue;
      if (input.type === "checkbox" || input.type === "radio") {
        if (input.checked) (values[input.name] ||= []).push(input.value);
      } else values[input.name] = input.value;
    }
    store((storage) => storage.setItem(place(form), JSON.stringify({ at: Date.now(), values })));
  }

  function keepNow() {
    if (unkept) keep(unkept);
    unkept = null;
  }

  function untouched(form) {
    return [...form.querySelectorAll(TYPED)].every((input) => {
      if (input.matches("select")) return [...input.options].every((option) => option.selected === option.defaultSelected || option.index === 0);
      if (input.type === "checkbox" || input.type === "radio") return input.checked === input.defaultChecked;
      return !input.value;
    });
  }

  function bringBack(form) {
    const kept = store((storage) => JSON.parse(storage.getItem(place(form))));
    if (!kept || !untouched(form)) return;
    for (const input of form.querySelectorAll(TYPED)) {
      const value = kept.values[input.name];
      if (value === undefined) continue;
      if (input.type === "checkbox" || input.type === "radio") input.checked = value.includes(input.value);
      else input.value = value;
    }
  }

  function start() {
    store((storage) => {
      for (const key of ours(storage)) {
        const mine = reader() && key.startsWith(`${PREFIX}${reader()}:`);
        if (!mine || Date.now() - JSON.parse(storage.getItem(key)).at > KEPT_FOR) {
          if (reader()) storage.removeItem(key);
        }
      }
    });
    document.querySelectorAll("form[data-draft]").forEach(bringBack);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (!form) return;
    clearTimeout(waiting);
    unkept = form;
    waiting = setTimeout(keepNow, 400);
  });
  addEventListener("pagehide", keepNow);
  // Sent, and the answer is for the same reader: the server has it now. Signed out meanwhile: keep it.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!form?.matches?.("form[data-draft]") || ctx.response.status >= 400) return;
    clearTimeout(waiting);
    unkept = null;
    if (ctx.text.includes(`data-reader="${reader()}"`)) forget(form);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-signs-out], form[data-draft][hx-boost=false]")) unkept = null;
    if (event.target.matches("[data-signs-out]")) forgetAll();
    else if (event.target.matches("form[data-draft][hx-boost=false]")) forget(event.target);
  });
  document.addEventListener("htmx:after:swap", start);
  start();
})();
