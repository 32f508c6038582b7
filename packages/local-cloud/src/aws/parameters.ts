import path from 'node:path';
import { Journal } from '../stand-in/journal.ts';
import { AwsError, text, type Operation } from './wire.ts';

type Parameter = { id: string; value: string; version: number };

const view = ({ id, value, version }: Parameter) => ({
  Name: id,
  Type: 'SecureString',
  Value: value,
  Version: version,
});

/** Parameter Store as far as it is called; every parameter is a SecureString, and the answer is always decrypted. */
export const openParameters = (dir: string, initial: Readonly<Record<string, string>>): Record<string, Operation> => {
  const kept = Journal.open<Parameter>(path.join(dir, 'parameters.jsonl'));
  const given = new Map(Object.entries(initial).map(([id, value]) => [id, { id, value, version: 1 }]));
  const find = (name: string): Parameter | undefined => given.get(name) ?? kept.get(name);

  return {
    'AmazonSSM.GetParameter': (input) => {
      const found = find(text(input, 'Name'));
      if (!found) throw new AwsError('ParameterNotFound');
      return { Parameter: view(found) };
    },
    'AmazonSSM.GetParameters': (input) => {
      const names = Array.isArray(input['Names']) ? input['Names'].map(String) : [];
      if (names.length === 0 || names.length > 10) throw new AwsError('ValidationException');
      const found = names.map(find).filter((one) => one !== undefined);
      return { Parameters: found.map(view), InvalidParameters: names.filter((name) => !find(name)) };
    },
    'AmazonSSM.PutParameter': (input) => {
      const [id, value] = [text(input, 'Name'), text(input, 'Value')];
      const before = find(id);
      if (before && input['Overwrite'] !== true) throw new AwsError('ParameterAlreadyExists');
      const version = (before?.version ?? 0) + 1;
      given.delete(id);
      kept.put({ id, value, version });
      return { Version: version, Tier: 'Standard' };
    },
  };
};
