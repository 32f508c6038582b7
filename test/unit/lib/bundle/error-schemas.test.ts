import { dropErrorSchemas } from '../../../../lib/bundle/plugins/error-schemas.ts';

const source = `const _s_registry = new TypeRegistry(_s);
export var SSMServiceException$ = [-3, _s, "SSMServiceException", 0, [], []];
_s_registry.registerError(SSMServiceException$, SSMServiceException);
export var AlreadyExistsException$ = [-3, n0, _AEE,
    { [_aQE]: [\`AlreadyExistsException\`, 400], [_e]: _c },
    [_M],
    [0]
];
n0_registry.registerError(AlreadyExistsException$, AlreadyExistsException);
export var Tag$ = [3, n0, _T,
    0,
    [_K, _V],
    [0, 0], 2
];
`;

describe('a client without its single errors', () => {
  const trimmed = dropErrorSchemas(source);

  it('has lost the schema and its registration', () => {
    expect(trimmed).not.toContain('AlreadyExistsException');
  });

  it('keeps its base error and every other schema', () => {
    expect(trimmed).toContain('_s_registry.registerError(SSMServiceException$, SSMServiceException);');
    expect(trimmed).toContain('export var SSMServiceException$');
    expect(trimmed).toContain('export var Tag$');
  });
});
