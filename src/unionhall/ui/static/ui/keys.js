// Keyboard: every [data-key] is a shortcut, j and k walk the rows of a list, / searches, ? tells all.
(() => {
  let started = "";
  let startedAt = 0;

  const rows = () => [...document.querySelectorAll("[data-rows] tbody tr, ul[data-rows] > li, ol[data-rows] > li")];
  const here = () => document.querySelector("[data-rows] .is-here");
  const visible = (element) => element.getClientRects().length > 0;
  const keyed = (key) => [...document.querySelectorAll("[data-key]")].find((on) => on.dataset.key === key && visible(on));

  function walk(step) {
    const all = rows();
    if (!all.length) return false;
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(here()) + step))];
    here()?.classList.remove("is-here");
    next.classList.add("is-here");
    next.querySelector("a")?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
    return true;
  }

  function help() {
    const dialog = document.getElementById("keys");
    const list = dialog?.querySelector("[data-keys-here]");
    if (!dialog || dialog.open) return false;
    const shown = [...document.querySelectorAll("[data-key]")].filter(visible);
    list.replaceChildren(
      ...shown.map((on) => {
        const [row, term, what, key] = ["div", "dt", "dd", "kbd"].map((name) => document.createElement(name));
        key.textContent = on.dataset.key;
        what.textContent = on.dataset.keyLabel || on.getAttribute("aria-label") || on.textContent.trim();
        term.append(key);
        row.append(term, what);
        return row;
      }),
    );
    dialog.querySelector(".keys-here").hidden = !shown.length;
    dialog.showModal();
    return true;
  }

  const fixed = {
    "/": () => {
      const box = document.querySelector("[data-search]");
      box?.focus();
      box?.select();
      return !!box;
    },
    "?": help,
    j: () => walk(1),
    k: () => walk(-1),
    x: () => {
      const box = here()?.querySelector("input[type=checkbox]");
      box?.click();
      return !!box;
    },
    Enter: () => {
      if (document.activeElement !== document.body) return false;
      const link = here()?.querySelector("a");
      link?.click();
      return !!link;
    },
  };

  document.addEventListener("click", (event) => event.target.closest("[data-tells-keys]") && help());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.matches("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    const sequence = Date.now() - startedAt < 1000 ? `${started} ${event.key}` : event.key;
    const on = keyed(sequence) || keyed(event.key);
    started = event.key;
    startedAt = Date.now();
    if (on) on.matches("input, textarea, select") ? on.focus() : on.click();
    else if (!Object.hasOwn?.(fixed, event.key) && !(event.key in fixed)) return;
    else if (!fixed[event.key]()) return;
    event.preventDefault();
  });
})();
