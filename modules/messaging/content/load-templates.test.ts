import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTemplates } from './load-templates.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perennial-templates-'));
});
afterEach(() => rm(dir, { recursive: true }));

const write = (files: Record<string, string>) =>
  Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(dir, name), text)));
const html = '---\nsubject: Hello, {{ member.name }}: news\npreheader: Read me\n---\n<h1>Hello</h1>\n';

describe('The folder with the messages of a campaign', () => {
  it('holds an html and a text file for each message and language; the layout goes round them', async () => {
    await write({
      'hello.en.html.liquid': html,
      'hello.en.text.liquid': 'Hello.\n',
      'hello.zh-CN.html.liquid': html,
      'hello.zh-CN.text.liquid': '您好。\n',
    });
    const { hello } = (await loadTemplates(dir)).messages;
    expect(Object.keys(hello ?? {})).toEqual(['en', 'zh-CN']);
    expect(hello?.en?.subject).toBe('Hello, {{ member.name }}: news');
    expect(hello?.en?.html).toMatch(
      /^<!doctype html>\n<html lang="en">[\s\S]*Read me[\s\S]*<h1>Hello<\/h1>[\s\S]*<\/html>/,
    );
    expect(hello?.en?.text).toMatch(/^Hello\.\n[\s\S]*\n\n--\n.*You receive this/);
    expect(hello?.['zh-CN']?.html).toContain('<html lang="zh-CN">');
    expect(hello?.['zh-CN']?.text).toContain('您收到这封邮件');
  });

  it('may bring a layout of its own', async () => {
    await write({
      'hello.en.html.liquid': html,
      'hello.en.text.liquid': 'Hello.',
      'layout.en.html.liquid': '<body>{{ content }}</body>',
      'layout.en.text.liquid': '{{ content }} Bye.',
    });
    expect((await loadTemplates(dir)).messages).toEqual({
      hello: {
        en: { subject: 'Hello, {{ member.name }}: news', html: '<body><h1>Hello</h1></body>', text: 'Hello. Bye.' },
      },
    });
  });

  it.each([
    [{ 'hello.en.html.liquid': html }, /hello\.en: has no text/],
    [{ 'hello.en.text.liquid': 'x' }, /hello\.en: has no html/],
    [{ 'hello.en.html.liquid': '<h1>Hi</h1>', 'hello.en.text.liquid': 'x' }, /hello\.en\.html\.liquid: has no subject/],
    [{ 'hello.html.liquid': html }, /hello\.html\.liquid: is not named as a template/],
    [
      { 'hello.en.html.liquid': '---\nsubject: a\nfrom: b\n---\n', 'hello.en.text.liquid': 'x' },
      /hello\.en\.html\.liquid:3: "from: b" is not known here/,
    ],
  ])('is refused with the file and the fix when something is wrong: %j', async (files, message) => {
    await write(files);
    await expect(loadTemplates(dir)).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
      message: expect.stringMatching(message),
      fix: expect.any(String),
    });
  });

  it('must be there', async () => {
    await expect(loadTemplates(join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await mkdir(join(dir, 'empty'));
    expect((await loadTemplates(join(dir, 'empty'))).messages).toEqual({});
  });
});
