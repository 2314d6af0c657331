import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync('ARCHITECTURE.md', 'utf8');

interface Layer {
  readonly mayImport: readonly string[];
  readonly typesOf?: readonly string[];
}
const layers = JSON.parse(readFileSync('test/layers.json', 'utf8')) as Record<string, Layer>;
/** A wording, and what a module lets conditions ask, stand for themselves in the layers: pure, and read above their module. */
const isWording = (row: string) => /\/(wording(-\w+)?|conditions)$/.test(row);
const isModule = (row: string) => /^modules\/[^/]+$/.test(row);
const modules = Object.keys(layers).filter(isModule).sort();
/** From so many on, a row says which modules it leaves out. */
const modulesNamedMax = 6;

describe('ARCHITECTURE.md', () => {
  const rows = [...text.matchAll(/^\| `([^`]+?)(?:\/|\.ts)` +\| .+? +\| ([^|]+?) +\|$/gm)];
  const said = Object.fromEntries(rows.map(([, folder = '', mayImport]) => [folder, mayImport]));

  it('names only files and folders that are there', () => {
    const named = [...text.matchAll(/`([\w./-]+\/[\w./-]*)`/g)].map(([, path = '']) => path);
    expect(named.length).toBeGreaterThan(60);
    // Rooms are named inside their module, or in every module.
    const rooms = ['content/', 'sending/', 'reachability/'].map((room) => `modules/messaging/${room}`);
    const isRoom = (path: string) => path === 'rules/' || rooms.includes(`modules/messaging/${path}`);
    expect(rooms.filter((room) => !existsSync(room))).toEqual([]);
    expect(named.filter((path) => !isRoom(path) && !existsSync(path))).toEqual([]);
  });

  it('says of every folder what test/layers.json lets it import', () => {
    const layered = Object.entries(layers).filter(([row]) => !isWording(row));
    expect(said).toEqual(Object.fromEntries(layered.map(([row, layer]) => [row, mayImport(layer)])));
  });

  it('draws every module in one of the two bands', () => {
    const drawing = /```\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
    const bands = /upper band([\s\S]*?)platform\//.exec(drawing)?.[1] ?? '';
    const drawn = bands.split(/\s+/);
    expect(modules.filter((row) => drawn.filter((name) => name === short(row)).length !== 1)).toEqual([]);
  });
});

function mayImport({ mayImport: rows, typesOf = [] }: Layer): string {
  const left = modules.filter((row) => !rows.includes(row));
  const isMost = modules.length - left.length > modulesNamedMax;
  const named = rows.filter((row) => !(isMost && isModule(row)));
  const parts = [
    isMost ? `every module but ${namesOf(left)}` : '',
    namesOf(named),
    typesOf.length > 0 ? `types of ${namesOf(typesOf)}` : '',
  ];
  return parts.filter((part) => part !== '').join('; ') || 'nothing';
}

function namesOf(rows: readonly string[]): string {
  const known = rows.filter((row) => !isWording(row));
  return known.map(short).sort().join(', ');
}

function short(row: string): string {
  return row.replace(/^modules\//, '');
}
