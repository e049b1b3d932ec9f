// Bundles the scripts of the site: node src/build.mjs OUT. The same sources and lock file give the same bytes.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "..", "..", "build", "assets"));
const entries = ["app", "console", "charts", "prices", "worker"];

mkdirSync(out, { recursive: true });
const { metafile } = await build({
  entryPoints: entries.map((name) => ({ in: join(here, `${name}.ts`), out: name })),
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife", // classic scripts: a browser refuses modules on file://
  target: ["es2022"],
  charset: "utf8",
  loader: { ".css": "text" },
  legalComments: "none",
  metafile: true,
  absWorkingDir: dirname(here),
  logLevel: "warning",
});

// Names and licences of what is inside, for the notice that travels with the bundle.
const inside = new Set();
for (const path of Object.keys(metafile.inputs)) {
  const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (match) inside.add(match[1]);
}
const root = join(here, "..", "node_modules");
const notices = [...inside.add("oxigraph")].sort().map((name) => {
  const about = JSON.parse(readFileSync(join(root, name, "package.json"), "utf8"));
  const texts = readdirSync(join(root, name)).filter((file) => /^(licen[cs]e|notice)(\.\w+)?$/i.test(file)).sort();
  const said = texts.map((file) => readFileSync(join(root, name, file), "utf8").trim());
  return [`${about.name} ${about.version}: ${about.license}`, ...said].join("\n\n");
});
writeFileSync(join(out, "LICENSES.txt"), `${notices.join(`\n\n${"-".repeat(72)}\n\n`)}\n`);
