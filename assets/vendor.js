// Builds src/unionhall/ui/static/ui/vendor/ from the packages that package-lock.json names.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { transform } from "lightningcss";
import { compile } from "sass";

const out = "src/unionhall/ui/static/ui/vendor";
const modules = "node_modules";
// Phones that are eight years old still open the pages.
const oldest = { chrome: 87 << 16, firefox: 78 << 16, safari: 14 << 16, ios_saf: 14 << 16 };

function version(name) {
  return JSON.parse(readFileSync(`${modules}/${name}/package.json`)).version;
}

function tabler() {
  const { css } = compile("assets/tabler.scss", { loadPaths: [modules], quietDeps: true });
  const { code } = transform({ filename: "tabler.css", code: Buffer.from(css), minify: true, targets: oldest });
  writeFileSync(`${out}/tabler.css`, `/*! Tabler ${version("@tabler/core")}, MIT; a part of it, see assets/tabler.scss */\n${code}`);
}

function htmx() {
  const code = readFileSync(`${modules}/htmx.org/dist/htmx.min.js`, "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  writeFileSync(`${out}/htmx.js`, `/*! htmx ${version("htmx.org")}, 0BSD */\n${code}`);
}

function echarts() {
  buildSync({
    entryPoints: ["assets/echarts.js"],
    outfile: `${out}/echarts.js`,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2018",
    legalComments: "none",
    banner: { js: `/*! ECharts ${version("echarts")}, Apache-2.0; a part of it, see assets/echarts.js */` },
  });
}

function icons() {
  const names = readFileSync("assets/icons.txt", "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const filled = name.endsWith("-filled");
    const path = `${modules}/@tabler/icons/icons/${filled ? "filled" : "outline"}/${name.replace(/-filled$/, "")}.svg`;
    if (!existsSync(path)) throw new Error(`Tabler has no icon "${name}"`);
    const paths = readFileSync(path, "utf8")
      .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
      .replace(/<path stroke="none" d="M0 0h24v24H0z"[^>]*>/, "")
      .replace(/\s*\n\s*/g, "")
      .replace(/ \/>/g, "/>");
    const paint = filled ? ' fill="currentColor" stroke="none"' : "";
    return `<symbol id="${name}" viewBox="0 0 24 24"${paint}>${paths}</symbol>`;
  });
  const notice = `<!-- Tabler Icons ${version("@tabler/icons")}, MIT; those named in assets/icons.txt -->`;
  writeFileSync(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">${notice}\n${symbols.join("\n")}\n</svg>\n`);
}

function licences() {
  mkdirSync(`${out}/licences`);
  const found = { htmx: "htmx.org/LICENSE", echarts: "echarts/LICENSE", "echarts-notice": "echarts/NOTICE",
    zrender: "zrender/LICENSE", tslib: "tslib/LICENSE.txt", "tabler-icons": "@tabler/icons/LICENSE" };
  for (const [name, path] of Object.entries(found)) copyFileSync(`${modules}/${path}`, `${out}/licences/${name}.txt`);
  copyFileSync("assets/licences/tabler.txt", `${out}/licences/tabler.txt`);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
tabler();
htmx();
echarts();
icons();
licences();
for (const name of ["tabler.css", "htmx.js", "echarts.js", "icons.svg"]) {
  console.log(`${String(gzipSync(readFileSync(`${out}/${name}`), { level: 9 }).length).padStart(7)} bytes gzipped  ${name}`);
}
