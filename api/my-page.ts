import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, Hono } from 'hono';
import { PerennialError } from '../platform/errors.ts';
import { packageRoot } from '../platform/package-root.ts';

/** How a shop shows the page of its members. */
export interface MemberPageSettings {
  /** Sites that may show it in a frame; none when absent. */
  readonly frames?: readonly string[];
  /** A style sheet of the shop's own. */
  readonly style?: string;
}

/** The settings of the environment; a style sheet that can't be read is an error at the start, and not a page without it. */
export function memberPageSettings(env: {
  readonly MEMBER_PAGE_FRAMES?: string | undefined;
  readonly MEMBER_PAGE_STYLE?: string | undefined;
}): MemberPageSettings {
  const { MEMBER_PAGE_FRAMES: frames, MEMBER_PAGE_STYLE: path } = env;
  return {
    ...(frames === undefined ? {} : { frames: frames.split(/\s+/) }),
    ...(path === undefined ? {} : { style: readStyle(path) }),
  };
}

function readStyle(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PerennialError('ENV_INVALID', `MEMBER_PAGE_STYLE: ${path} can't be read.`, {
      ...{ field: 'MEMBER_PAGE_STYLE', fix: 'Name a style sheet that is there.', cause },
    });
  }
}

/** Nothing comes from elsewhere and nothing is written into the page; the shop alone says who may show it. */
const policyFor = (frames: readonly string[]): string =>
  [
    ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", "img-src 'self' data:"],
    ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'"],
    `frame-ancestors ${frames.length === 0 ? "'none'" : frames.join(' ')}`,
  ].join('; ');

/** The shop's own comes last, so that it decides. */
const withStyle = (html: string, style: string): string =>
  style === '' ? html : html.replace('</head>', () => '<link rel="stylesheet" href="/my/style.css" /></head>');

/** `/my`: the page of a member, who comes with a token behind the # of the address, and the style sheet of the shop. */
export function memberPageRoutes(
  { frames = [], style = '' }: MemberPageSettings = {},
  folder = join(packageRoot(), 'dist', 'console'),
): Hono {
  const app = new Hono();
  const headers = {
    'Content-Security-Policy': policyFor(frames),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-cache',
  };
  let page: string | undefined;
  const send = (context: Context) => {
    try {
      page ??= withStyle(readFileSync(join(folder, 'my.html'), 'utf8'), style);
    } catch {
      return context.text('The page is not built here: `npm run setup` builds it.', 404, {
        ...{ ...headers, 'Cache-Control': 'no-store' },
      });
    }
    return context.html(page, 200, headers);
  };
  app.get('/', send);
  app.get('/style.css', (context) =>
    context.body(style, 200, { ...headers, 'Content-Type': 'text/css; charset=utf-8' }),
  );
  return app;
}
