// What every page does beside its plain HTML: theme, dialogs, filters, and htmx kept to one answer.
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // Theme: light, dark, or as the system has it; a cookie, so that the server writes it into the page.
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.bsTheme ? root.dataset.bsTheme === "dark" : dark.matches);
  function switchTheme() {
    root.dataset.bsTheme = isDark() ? "light" : "dark";
    document.cookie = `theme=${root.dataset.bsTheme}; path=/; max-age=31536000; samesite=lax`;
    document.dispatchEvent(new Event("themechange"));
  }
  dark.addEventListener?.("change", () => document.dispatchEvent(new Event("themechange")));

  // Paper is white: a dark page turns light for the printer, and the tables of charts open.
  let printing = null;
  addEventListener("beforeprint", () => {
    printing = { theme: root.dataset.bsTheme, opened: [...document.querySelectorAll(".chart-table:not([open])")] };
    root.dataset.bsTheme = "light";
    for (const table of printing.opened) table.open = true;
  });
  addEventListener("afterprint", () => {
    if (!printing) return;
    if (printing.theme) root.dataset.bsTheme = printing.theme;
    else delete root.dataset.bsTheme;
    for (const table of printing.opened) table.open = false;
    printing = null;
  });

  document.addEventListener("click", (event) => {
    const on = event.target.closest("[data-theme-switch], [data-opens], [data-print]");
    if (!on) return;
    if (on.matches("[data-theme-switch]")) switchTheme();
    if (on.matches("[data-print]")) print();
    if (on.dataset.opens) show(document.getElementById(on.dataset.opens));
  });

  // One opens a dialog to write in it: the first field has the focus, or the first that is wrong.
  function show(dialog) {
    dialog?.showModal();
    const fields = "textarea, select, input:not([type=hidden])";
    const first = dialog?.querySelector(".is-invalid") || dialog?.querySelector(fields);
    // Of a group of choices the one that is chosen: its arrow keys move from there.
    const chosen = first?.type === "radio" && dialog.querySelector(`[name="${first.name}"]:checked`);
    (chosen || first)?.focus();
  }

  // A filter sends itself; typing waits for Enter or a change of field.
  // In the sheet of a phone several filters are chosen before they are sent.
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("form[data-autosend]");
    if (form && getComputedStyle(form).position !== "fixed") form.requestSubmit();
  });

  // Errors stand at the field, in the page's words: the server tells them, not the browser's bubble.
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button?.form && button.type === "submit") button.form.noValidate = true;
  }, true);

  // What was chosen stands beside the button in the page's own words.
  document.addEventListener("change", ({ target }) => {
    const names = target.matches(".file-pick > input") && target.parentElement.querySelector(".file-names");
    if (names) names.textContent = [...target.files].map((file) => file.name).join(" · ") || names.dataset.none;
  });

  // A dialog that comes open from the server (its form had an error) becomes modal.
  function openDialogs() {
    for (const dialog of document.querySelectorAll("dialog[open]:not(:modal)")) {
      dialog.close();
      show(dialog);
    }
  }
  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog") && event.target.open) event.target.close();
  });

  // Panels: beside their mark where the browser cannot anchor them, toggled by hand where it knows no popover.
  const anchors = CSS.supports("position-area: block-end");
  const popovers = "popover" in HTMLElement.prototype;
  document.addEventListener("toggle", (event) => {
    const panel = event.target;
    if (anchors || event.newState !== "open" || !panel.matches(".pop-panel") || innerWidth <= 640) return;
    const mark = document.querySelector(`[popovertarget="${panel.id}"]`).getBoundingClientRect();
    const below = mark.bottom + panel.offsetHeight < innerHeight;
    panel.style.left = `${Math.max(16, Math.min(mark.left, innerWidth - panel.offsetWidth - 16))}px`;
    panel.style.top = below ? `${mark.bottom}px` : `${Math.max(16, mark.top - panel.offsetHeight - 12)}px`;
  }, true);
  if (!popovers) {
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[popovertarget]");
      const panel = button && document.getElementById(button.getAttribute("popovertarget"));
      const open = panel && !panel.classList.contains("is-open");
      document.querySelectorAll(".is-open").forEach((other) => other.contains(event.target) && !button || other.classList.remove("is-open"));
      panel?.classList.toggle("is-open", open);
    });
  }

  function say(text) {
    const region = document.getElementById("messages");
    if (!region || !text) return;
    const note = document.createElement("p");
    note.className = "note note-warning";
    note.textContent = text;
    region.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  }

  // htmx. A part of a page that is renewed does not jump; an answer that is no page is simply opened.
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    if (ctx.target !== document.body && ctx.swap === "outerHTML") ctx.swap = "outerHTML show:none";
  });
  document.addEventListener("htmx:before:response", (event) => {
    const { ctx } = event.detail;
    if ((ctx.response.headers.get("content-type") || "").startsWith("text/html")) return;
    event.preventDefault();
    if (ctx.request.method === "GET") location.assign(ctx.response.raw.url);
    else location.reload();
  });
  // The answer lacks the part that was asked for (signed out, gone, an error): show all of it.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const main = tasks.find((task) => task.type === "main");
    if (!ctx.select || !main || main.fragment.childNodes.length) return;
    event.preventDefault();
    htmx.swap({ ...ctx, target: document.body, select: null, selectOOB: null, push: "true", swap: "outerHTML" });
  });
  // A form that came back is no place to return to: reloading its address would answer nothing.
  document.addEventListener("htmx:before:history:update", (event) => {
    const { sourceElement, response } = event.detail;
    if (sourceElement?.matches("form[method=post]") && response.status >= 400) event.preventDefault();
  });
  document.addEventListener("htmx:error", () => say(document.body.dataset.offline));
  // Focus never gets lost: after a new page, or when what had it is gone, it stands at the content.
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    openDialogs();
    if (ctx.target instanceof Element && ctx.target.getAttribute("hx-trigger") === "load") return; // it came by itself
    if (document.activeElement && document.activeElement !== document.body) return;
    const part = ctx.target instanceof Element && ctx.target !== document.body && ctx.target.id;
    const target = (part && document.getElementById(part)) || document.getElementById("main");
    if (!target) return;
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  });

  openDialogs();
})();
