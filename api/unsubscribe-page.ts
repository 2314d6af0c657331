import { html, raw } from 'hono/html';
import { chooseLocale } from '../values/locale.ts';
import type { UnsubscribeScope } from '../modules/messaging/reachability/unsubscribe-link.ts';

const style = `
  :root { color-scheme: light dark; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f3f5f1; color: #1d2a22;
    font: 17px/1.6 system-ui, sans-serif; }
  main { max-width: 26rem; margin: 1.5rem; padding: 2.25rem; border-radius: 14px; background: #fff; }
  h1 { font-size: 1.3rem; line-height: 1.35; margin: 0 0 1.2rem; }
  p { margin: 0 0 1.2rem; color: #66756b; font-size: .95rem; }
  .name { font-weight: 650; color: #1f6b45; }
  button { font: inherit; font-weight: 600; padding: .6rem 1.3rem; border: 0; border-radius: 9px; background: #1f6b45;
    color: #fff; cursor: pointer; margin: 0 0 1.2rem; }
  @media (prefers-color-scheme: dark) {
    body { background: #131a16; color: #e6ede8; } main { background: #1c2620; } p { color: #9baba1; } .name { color: #86cfa5; }
  }`;

/** What the page says at each point; the same keys in every language. */
const words = {
  en: {
    title: 'E-mail from {name}',
    marketing: {
      ask: 'Stop offers and news by e-mail?',
      button: 'Stop these e-mails',
      done: 'You will get no more offers and news by e-mail.',
    },
    service: {
      ask: 'Stop notices about your points, and offers and news, by e-mail?',
      button: 'Stop these e-mails',
      done: 'You will get no more notices, offers and news by e-mail.',
    },
    stays: 'E-mails about something you have just done, such as joining, still come.',
    regret: 'That was a mistake',
    back: 'Everything is as it was before: we keep writing to you.',
    unknown: 'This link is not complete, or not one of ours. Open it again from the e-mail.',
  },
  'zh-CN': {
    title: '{name} 的邮件',
    marketing: { ask: '不再接收优惠与资讯邮件？', button: '不再接收', done: '您将不再收到优惠与资讯邮件。' },
    service: {
      ask: '不再接收积分提醒、优惠与资讯邮件？',
      button: '不再接收',
      done: '您将不再收到积分提醒、优惠与资讯邮件。',
    },
    stays: '与您刚刚的操作直接相关的邮件（例如入会确认）仍会发送。',
    regret: '点错了，恢复接收',
    back: '已恢复，我们会继续给您写信。',
    unknown: '链接不完整或无效，请从邮件中重新打开。',
  },
} as const;

type PageState = 'ask' | 'done' | 'back';

interface Shown {
  readonly programmeName: string;
  readonly locale: string;
  readonly scope: UnsubscribeScope;
  readonly state: PageState;
}

/** The page behind an unsubscribe link: it asks first, for mail scanners open every link they see. */
export function unsubscribePage({ programmeName, locale, scope, state }: Shown) {
  const language = languageOf(locale);
  const text = words[language];
  const form = (action: string, label: string) =>
    html`<form method="post"><input type="hidden" name="action" value="${action}" /><button>${label}</button></form>`;
  const body = {
    ask: () =>
      html`<h1>${text[scope].ask}</h1>
        ${form('stop', text[scope].button)}
        <p>${text.stays}</p>`,
    done: () =>
      html`<h1>${text[scope].done}</h1>
        <p>${text.stays}</p>
        ${form('restore', text.regret)}`,
    back: () => html`<h1>${text.back}</h1>`,
  }[state]();
  return frame(language, text.title.replace('{name}', programmeName), body);
}

/** The page of a link that this installation has not signed. */
export function unknownLinkPage(locale: string) {
  const language = languageOf(locale);
  return frame(language, 'Perennial', html`<h1>${words[language].unknown}</h1>`);
}

function languageOf(locale: string): keyof typeof words {
  return chooseLocale(Object.keys(words), [locale]) === 'zh-CN' ? 'zh-CN' : 'en';
}

function frame(language: string, title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <p class="name">${title}</p>
          ${body}
        </main>
      </body>
    </html>`;
}
