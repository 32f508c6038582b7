import { dropErrorSchemas, writeKeysOut } from '../../../../lib/bundle/plugins/client-schemas.ts';

const source = `const _s_registry = new TypeRegistry(_s);
export var SSMServiceException$ = [-3, _s, "SSMServiceException", 0, [], []];
_s_registry.registerError(SSMServiceException$, SSMServiceException);
export var AlreadyExistsException$ = [-3, n0, _AEE,
    { [_aQE]: [\`AlreadyExistsException\`, 400], [_e]: _c },
    [_M],
    [0]
];
n0_registry.registerError(AlreadyExistsException$, AlreadyExistsException);
export var TransactionCanceledException$ = [-3, n0, _TCE,
    { [_e]: _c },
    [_M, _CR],
    [0, () => CancellationReasonList]
];
n0_registry.registerError(TransactionCanceledException$, TransactionCanceledException);
export var Tag$ = [3, n0, _T,
    0,
    [_K, _V],
    [0, 0], 2
];
`;

describe('a client without its single errors', () => {
  const kept = dropErrorSchemas(source);

  it('has lost the schema and its registration', () => {
    expect(kept).not.toContain('AlreadyExistsException');
  });

  it('keeps an error that says more than its message', () => {
    expect(kept).toContain('registerError(TransactionCanceledException$, TransactionCanceledException);');
  });

  it('keeps its base error and every other schema', () => {
    expect(kept).toContain('_s_registry.registerError(SSMServiceException$, SSMServiceException);');
    expect(kept).toContain('export var SSMServiceException$');
    expect(kept).toContain('export var Tag$');
  });
});

describe('a schema with its keys written out', () => {
  it('names what its constants say, and leaves what is no constant of its own', () => {
    const written = writeKeysOut(
      'const _xN = "xmlName";\nvar Tags = [1, n0, _T, 0, [0, { [_xN]: _Ta, [other]: 1 }]];\n',
    );
    expect(written).toContain('{ "xmlName": _Ta, [other]: 1 }');
  });
});
