// Writes the types of the package's entries, and of what they name, into dist/: not those of the whole product.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { root } from './setup.js';

const entries = [join(root, 'embedding', 'index.ts'), join(root, 'client', 'create.ts')];
const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(
  { ...config.compilerOptions, noEmit: false, declaration: true, emitDeclarationOnly: true },
  root,
);
const program = ts.createProgram(entries, options);
const written = new Set();
for (const entry of entries) writeTypes(entry);

function writeTypes(file) {
  if (written.has(file)) return;
  written.add(file);
  const target = join(root, 'dist', relative(root, file)).replace(/\.ts$/, '.d.ts');
  const { diagnostics } = program.emit(program.getSourceFile(file), (_, text) => write(target, text), undefined, true);
  if (diagnostics.length === 0) return;
  throw new Error(
    ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: String,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    }),
  );

  function write(path, text) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'"));
    for (const [, named] of text.matchAll(/from '(\.[^']*\.ts)'/g)) writeTypes(resolve(dirname(file), named));
  }
}
