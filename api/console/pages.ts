import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { type Context, Hono } from 'hono';
import { packageRoot } from '../../platform/package-root.ts';

/** Nothing comes from elsewhere, nothing is written into a page, and no page of others may show this one. */
const policy = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:"],
  ...["connect-src 'self'", "frame-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'"],
  ...["frame-ancestors 'none'", "require-trusted-types-for 'script'"],
].join('; ');
const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};
/** A file that the build named by what is in it. */
const hashed = /^assets\//;

interface Page {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
}

/** `/console`: the files of the build, and its one page for every other address below it. */
export function consoleRoutes(folder = join(packageRoot(), 'dist', 'console')): Hono {
  const app = new Hono();
  let read: Map<string, Page> | undefined;
  const files = () => (read ??= readFiles(folder));
  app.get('*', (context) => {
    const path = context.req.path.replace(/^\/console\/?/, '');
    const file = files().get(path);
    if (file !== undefined && path !== 'index.html') {
      return send(context, file, hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    }
    // What looks like a file is one that is gone: a page in its place would be run or shown as what it is not.
    if (hashed.test(path) || types[extname(path)] !== undefined) return missing(context, 'There is no such file.');
    const page = files().get('index.html');
    if (page === undefined) return missing(context, 'The console is not built here: `npm run setup` builds it.');
    return send(context, page, 'no-cache');
  });
  return app;
}

const send = (context: Context, { bytes, type }: Page, cache: string): Response =>
  context.body(bytes, 200, { ...headers, 'Content-Type': type, 'Cache-Control': cache });

const missing = (context: Context, words: string): Response =>
  context.text(words, 404, { ...headers, 'Cache-Control': 'no-store' });

/** The whole build is some hundred kilobytes: it is read once. */
function readFiles(folder: string): Map<string, Page> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const page = {
        bytes: Uint8Array.from(readFileSync(path)),
        type: types[extname(path)] ?? 'application/octet-stream',
      };
      return [relative(folder, path).split(sep).join('/'), page];
    }),
  );
}
