import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { standardText } from './standard-texts.ts';

/** An npm package of which something is in a bundle. `texts` are its licence and notice files, whole. */
export type Package = { name: string; version: string; licence: string; texts: readonly string[] };

const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const textFile = /^(licen[cs]e|notice|copying)([-.].*)?$/i;

/** Returns the folders of the npm packages of which a metafile's outputs have at least a byte, sorted. */
export const foldersOf = ({ outputs }: Pick<Metafile, 'outputs'>): string[] => {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const found = inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 && folder.exec(file)?.[0]) || []);
  return [...new Set(found)].sort();
};

type Manifest = { name: string; version: string; license?: string; author?: string | { name?: string } };

/** A package without a text of its licence says in its README who holds the copyright, or names its author. */
const holderOf = (at: string, author: Manifest['author']): string | undefined => {
  const readme = path.join(at, 'README.md');
  const said = existsSync(readme)
    ? /copyright \(c\) ([^<\n]*[^<\n. ])/i.exec(readFileSync(readme, 'utf8'))?.[1]
    : undefined;
  return said ?? (typeof author === 'string' ? author : author?.name);
};

/** Reads a package out of its folder. Throws when it says no licence, or neither brings its text nor names a known one. */
export const readPackage = (at: string): Package => {
  const manifest = JSON.parse(readFileSync(path.join(at, 'package.json'), 'utf8')) as Manifest;
  const { name, version, license, author } = manifest;
  const files = readdirSync(at).filter((file) => textFile.test(file));
  const texts = files.sort().map((file) => readFileSync(path.join(at, file), 'utf8').replace(/\r\n/g, '\n').trim());
  const holder = holderOf(at, author);
  const standard = texts.length === 0 && license && holder ? standardText(license, holder) : undefined;
  if (standard) texts.push(standard);
  if (!license || texts.length === 0) throw new Error(`${name} ${version} has no licence, or no text of it, in ${at}.`);
  return { name, version, licence: license, texts };
};
