// What a machine can check of WCAG 2.2 AA on the page as it is drawn: returns one sentence per fault.
() => {
  const faults = [];
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const told = (element) => element.outerHTML.slice(0, 120).replace(/\s+/g, " ");

  function named(element) {
    const by = (element.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join("");
    const labels = [...(element.labels || [])].map((label) => label.textContent).join("");
    const pictures = [...element.querySelectorAll("img")].map((picture) => picture.alt).join("");
    return [element.getAttribute("aria-label"), by, labels, element.textContent, pictures, element.title].some((text) => text && text.trim());
  }

  function channels(colour) {
    const canvas = (channels.canvas ||= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }));
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  }
  const over = (top, under) => [0, 1, 2].map((i) => (top[i] * top[3] + under[i] * (255 - top[3])) / 255).concat(255);
  function ground(element) {
    if (!element) return [255, 255, 255, 255];
    const own = channels(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own : over(own, ground(element.parentElement));
  }
  function luminance([r, g, b]) {
    const [R, G, B] = [r, g, b].map((c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * R + 0.7152 * G + 0.0722 * B;
  }
  function contrast(a, b) {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  }

  if (!document.documentElement.lang) faults.push("the page names no language");
  if (!document.title.trim()) faults.push("the page has no title");
  if (document.querySelectorAll("main").length !== 1) faults.push("the page has not exactly one main");
  if (document.querySelectorAll("h1").length !== 1) faults.push("the page has not exactly one h1");

  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) faults.push(`id ${id} stands twice`);

  for (const control of document.querySelectorAll("button, a[href], input:not([type=hidden]), select, textarea, summary, [role=img]")) {
    if (visible(control) && !named(control)) faults.push(`no name: ${told(control)}`);
  }
  for (const picture of document.querySelectorAll("img:not([alt])")) faults.push(`no alt: ${told(picture)}`);
  for (const control of document.querySelectorAll("button, input:not([type=hidden]), select, textarea")) {
    const box = control.getBoundingClientRect();
    const label = control.closest("label")?.getBoundingClientRect();
    const height = Math.max(box.height, label?.height || 0);
    if (visible(control) && (height < 23.5 || Math.max(box.width, label?.width || 0) < 23.5) && !control.closest("p, dd, td, li, .due")) faults.push(`too small to hit: ${told(control)}`);
  }
  for (const [attribute, list] of [["aria-labelledby", true], ["aria-describedby", true], ["for", false], ["popovertarget", false]]) {
    for (const element of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of list ? element.getAttribute(attribute).split(/\s+/) : [element.getAttribute(attribute)]) {
        if (!document.getElementById(id)) faults.push(`${attribute} names nothing (${id}): ${told(element)}`);
      }
    }
  }

  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || seen.has(element) || !visible(element)) continue;
    if (element.closest("script, svg, .visually-hidden, [aria-disabled], :disabled, [aria-hidden=true]")) continue;
    seen.add(element);
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const behind = ground(element);
    const found = contrast(over(channels(style.color), behind), behind);
    if (found < (large ? 3 : 4.5)) faults.push(`contrast ${found.toFixed(2)}: ${told(element)}`);
  }

  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${innerWidth}`);
  return faults;
};
