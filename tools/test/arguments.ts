/** The layers of tests, in the order in which they run. */
const layers = ['unit', 'component', 'integration', 'infra', 'e2e'];

/** What `npm test -- --help` prints. */
export const usage = `npm test            every layer: ${layers.join(', ')}
npm run test:unit   one layer
npm test -- cart    tests whose path contains "cart"; further jest options pass through

TEST_LAYER_SECONDS  how long a layer may take before it is ended; 1800 if not set
`;

/** Reads the arguments: which layers are to run, and what goes to jest. No argument means every layer. */
export const parseArguments = (argv: readonly string[]): { help: boolean; layers: string[]; options: string[] } => {
  const named = argv.filter((word) => layers.includes(word));
  const options = argv.filter((word) => !layers.includes(word));
  return {
    help: argv.includes('--help'),
    layers: named.length === 0 && options.length === 0 ? layers : named,
    options,
  };
};
