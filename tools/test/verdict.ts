/** What is read of jest's report. */
export type Report = {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** What became of one run of jest; `report` is absent when jest wrote none. */
export type Run = {
  status: number | null;
  signal: NodeJS.Signals | null;
  /** Why jest was ended from outside, if it was. */
  ended?: 'took too long' | 'did not exit';
  seconds: number;
  report?: Report;
};

/** How many tests passed and failed, and why the run as such failed. A run with a reason has at least one failure. */
export type Verdict = { passed: number; failed: number; reasons: string[] };

/** Suites that did not even load count as a failure each. */
const unloaded = ({ testResults }: Report): number =>
  testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;

const reasonsOf = ({ status, signal, ended, seconds, report }: Run, whole: boolean): string[] => {
  if (ended === 'took too long') return [`not done after ${seconds} seconds, and ended`];
  if (ended === 'did not exit') return ['jest did not exit: a test left something open'];
  if (!report) return [`jest ended with ${signal ?? `status ${status}`} and without a report`];
  const notRun = report.numPendingTests + report.numTodoTests;
  return [
    ...(report.numPassedTests + report.numFailedTests === 0 ? ['no test ran'] : []),
    ...(whole && notRun > 0 ? [`${notRun} tests were left out by only, skip or todo`] : []),
    ...(status !== 0 || !report.success ? [`jest ended with ${signal ?? `status ${status}`}`] : []),
  ];
};

/**
 * Returns what a run of jest amounts to. It is good when jest says so in every way: by its status, its report, and tests that
 * ran. `whole` is a run from which nobody has asked to leave tests out.
 */
export const verdictOf = (run: Run, { whole }: { whole: boolean }): Verdict => {
  const { report } = run;
  const reasons = reasonsOf(run, whole);
  const counted = report ? report.numFailedTests + unloaded(report) : 0;
  return {
    passed: report?.numPassedTests ?? 0,
    failed: Math.max(counted, reasons.length > 0 ? 1 : 0),
    reasons,
  };
};
