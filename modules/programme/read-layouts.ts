import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { FileError, type ParsedYaml } from '../../platform/yaml-file.ts';

/** `layout.zh-CN.html.liquid` */
export const layoutFile = /^layout\.[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\.(?:html|text)\.liquid$/;
/** Twenty languages, two files each. */
export const layoutsMax = 40;
export const layoutBytesMax = 100_000;

/** The layouts in the folder that a programme file names, by the names of their files. */
export async function readLayouts(
  { file, problemAt }: Pick<ParsedYaml<unknown>, 'file' | 'problemAt'>,
  folder: string,
): Promise<Record<string, string>> {
  const refuse = (problem: string, fix: string) => new FileError([problemAt(['layouts'], problem, fix)]);
  const dir = resolve(dirname(file), folder);
  const names = await readdir(dir).catch(() => {
    throw refuse(`names a folder that is not there (${dir})`, 'name the folder of the layouts');
  });
  const liquid = names.filter((name) => name.endsWith('.liquid')).sort();
  const stray = liquid.find((name) => !layoutFile.test(name));
  if (stray !== undefined) {
    throw refuse(`has ${stray}, which is not named as a layout`, 'name it layout.<locale>.html.liquid or .text.liquid');
  }
  if (liquid.length === 0 || liquid.length > layoutsMax) {
    throw refuse(`has ${liquid.length} layouts`, `put 1 to ${layoutsMax} of them there, or remove the field`);
  }
  const layouts: Record<string, string> = {};
  for (const name of liquid) {
    const text = await readFile(join(dir, name), 'utf8');
    if (text.length > layoutBytesMax)
      throw refuse(`has ${name}, longer than ${layoutBytesMax} characters`, 'shorten it');
    layouts[name] = text;
  }
  return layouts;
}
