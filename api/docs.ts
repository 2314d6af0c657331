import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { errorRegistry, isErrorCode } from '../platform/errors/registry.ts';
import { packageRoot } from '../platform/package-root.ts';
import { productVersion } from '../platform/product-version.ts';
import { v1Document } from './v1/app.ts';

/** Files of the documentation page that are served, as the build left them. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};
const start = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, defaultModelsExpandDepth: 0 });`;
/** Nothing is loaded from anywhere else. */
const policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** `/openapi.json`, `/docs` for reading and trying it, and a page for each code. */
export function docsRoutes(): Hono {
  const app = new Hono();
  const folder = join(packageRoot(), 'dist', 'docs-page');
  let document: string | undefined;
  app.get('/openapi.json', (context) => {
    document ??= JSON.stringify(v1Document(productVersion()), undefined, 2);
    return context.body(document, 200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' });
  });
  app.get('/docs', (context) => {
    context.header('Content-Security-Policy', policy);
    return context.html(page());
  });
  app.get('/docs/start.js', (context) =>
    context.body(start, 200, { 'Content-Type': 'text/javascript; charset=utf-8' }),
  );
  app.get('/docs/assets/:name', (context) => {
    const name = context.req.param('name');
    const type = assets[name];
    if (type === undefined) return context.notFound();
    return context.body(Uint8Array.from(readFileSync(join(folder, name))), 200, {
      'Content-Type': type,
      'Cache-Control': 'public, max-age=86400',
    });
  });
  app.get('/docs/errors/:code', (context) => {
    const code = context.req.param('code');
    if (!isErrorCode(code)) return context.notFound();
    context.header('Content-Security-Policy', policy);
    return context.html(errorPage(code));
  });
  return app;
}

const page = () =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Perennial API</title>
        <link rel="stylesheet" href="/docs/assets/swagger-ui.css" />
        <link rel="icon" href="/docs/assets/favicon-32x32.png" />
      </head>
      <body>
        <div id="docs"></div>
        <script src="/docs/assets/swagger-ui-bundle.js"></script>
        <script src="/docs/start.js"></script>
      </body>
    </html>`;

function errorPage(code: keyof typeof errorRegistry) {
  const { status, meaning, fix, retry } = errorRegistry[code];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${code}</title>
      </head>
      <body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 3em auto; padding: 0 1em">
        <h1 style="font-size: 1.3em"><code>${code}</code></h1>
        <p>${meaning}</p>
        <p>${fix}</p>
        <p>
          HTTP ${status}.
          ${retry ? 'The same request may succeed later.' : 'The same request fails again until something has changed.'}
        </p>
        <p><a href="/docs">All routes</a></p>
      </body>
    </html>`;
}
