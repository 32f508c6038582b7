import { AwsError, type Service } from './service.ts';

/** Parameter Store as far as it is called; every parameter is a SecureString, and always decrypted. */
export const parameterStore = (parameters: Readonly<Record<string, string>>): Service => {
  const isKnown = (name: string): boolean => Object.hasOwn(parameters, name);
  const parameter = (name: string) => ({ Name: name, Type: 'SecureString', Value: parameters[name], Version: 1 });
  return {
    prefix: 'AmazonSSM.',
    operations: {
      GetParameters: (input) => {
        const names = Array.isArray(input['Names']) ? input['Names'].map(String) : [];
        if (names.length === 0 || names.length > 10) throw new AwsError('ValidationException');
        return {
          Parameters: names.filter(isKnown).map(parameter),
          InvalidParameters: names.filter((name) => !isKnown(name)),
        };
      },
    },
  };
};
