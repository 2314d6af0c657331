import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { simpleParser } from 'mailparser';
import { type CaughtMail, decodeWords, type Mailbox } from './mailbox.ts';
import { counted } from '../values/plural.ts';

/** Mails on one page of the list. */
const pageSize = 100;

const style = `
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 1080px; padding: 1.5rem; }
  h1 { font-size: 1.25rem; margin: 0 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  td, th { border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); padding: .4rem .6rem; text-align: left; vertical-align: top; }
  th { font-weight: 600; opacity: .65; }
  a { color: inherit; } td a { text-decoration: none; font-weight: 600; } td a:hover { text-decoration: underline; }
  form, nav { display: flex; gap: .75rem; margin: 0 0 1rem; align-items: center; } input { font: inherit; padding: .3rem .5rem; flex: 1; }
  button { font: inherit; padding: .3rem .9rem; }
  iframe { width: 100%; height: 75vh; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; background: #fff; }
  pre { white-space: pre-wrap; word-break: break-word; } .dim { opacity: .65; white-space: nowrap; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; } dt { opacity: .65; } dd { margin: 0; word-break: break-word; }`;

/** Serves the caught mails: a list with a search, and each mail as html, text and source. */
export async function serveMailPage(
  mailbox: Mailbox,
  { host, port }: { host: string; port: number },
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    answer(mailbox, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    url: `http://${host}:${typeof address === 'object' && address !== null ? address.port : port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A page of somebody else's whose name was made to lead to this machine reads no mails. */
function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

async function answer(mailbox: Mailbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, id, view] = url.pathname.split('/');
  if (!isOwnHost(request.headers.host))
    return send(response, 403, 'text/plain', 'Open this page by the address of this machine.');
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'only GET');
  if (!id) return send(response, 200, 'text/html', listPage(mailbox.list(), url.searchParams));
  if (id === 'messages.json') return send(response, 200, 'application/json', JSON.stringify(mailbox.list()));

  const raw = await mailbox.raw(id);
  if (!raw)
    return send(response, 404, 'text/html', page('Not found', '<h1>No such mail</h1><a href="/">All mails</a>'));
  if (view === 'source') return send(response, 200, 'text/plain', raw.toString('utf8'));
  const mail = await simpleParser(raw, { skipImageLinks: true });
  if (view === 'html') return send(response, 200, 'text/html', mail.html === false ? '' : mail.html);
  if (view === 'text') return send(response, 200, 'text/plain', mail.text ?? '');
  return send(response, 200, 'text/html', mailPage(id, mail.subject ?? '', mail.headerLines));
}

/** Mails are foreign text: no script runs, and nothing is loaded from elsewhere but pictures. */
function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; frame-src 'self'; form-action 'self'",
    'cache-control': 'no-store',
  });
  response.end(body);
}

function listPage(mails: readonly CaughtMail[], query: URLSearchParams): string {
  const search = (query.get('q') ?? '').trim();
  const needle = search.toLowerCase();
  const found = needle
    ? mails.filter((mail) => `${mail.to.join(' ')} ${mail.subject}`.toLowerCase().includes(needle))
    : mails;
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const number = Math.min(pages, Math.max(1, Number(query.get('page')) || 1));
  const start = Math.max(0, found.length - number * pageSize);
  const shown = found.slice(start, found.length - (number - 1) * pageSize).reverse();
  const rows = shown.map(
    (mail) => `<tr><td class="dim">${escape(mail.date || mail.receivedAt)}</td><td>${escape(mail.to.join(', '))}</td>
      <td><a href="/${mail.id}">${escape(mail.subject || '(no subject)')}</a></td></tr>`,
  );
  const link = (target: number, text: string) =>
    target >= 1 && target <= pages ? `<a href="/?page=${target}&q=${encodeURIComponent(search)}">${text}</a>` : '';
  return page(
    'Caught mail',
    `<h1>${counted(found.length, 'caught mail', 'caught mails')}</h1>
    <form><input name="q" value="${escape(search)}" placeholder="recipient or subject"><button>Search</button></form>
    <table><tr><th>Date</th><th>To</th><th>Subject</th></tr>${rows.join('\n')}</table>
    <nav>${link(number - 1, 'Newer')} <span class="dim">${number} of ${pages}</span> ${link(number + 1, 'Older')}</nav>`,
  );
}

function mailPage(id: string, subject: string, headers: readonly { key: string; line: string }[]): string {
  const shown = ['from', 'to', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post'];
  const lines = headers
    .filter(({ key }) => shown.includes(key))
    .map(({ line }) => {
      const colon = line.indexOf(':');
      return `<dt>${escape(line.slice(0, colon))}</dt><dd>${escape(
        decodeWords(
          line
            .slice(colon + 1)
            .replace(/\r?\n[ \t]+/g, ' ')
            .trim(),
        ),
      )}</dd>`;
    });
  return page(
    subject,
    `<nav><a href="/">All mails</a> <a href="/${id}/html">html</a> <a href="/${id}/text">text</a> <a href="/${id}/source">source</a></nav>
    <h1>${escape(subject)}</h1><dl>${lines.join('')}</dl>
    <iframe src="/${id}/html" sandbox="allow-popups" title="the mail"></iframe>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${escape(title)}</title><style>${style}</style></head><body>${body}</body></html>`;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);
}
