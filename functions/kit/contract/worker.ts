import type { Uses } from './uses.ts';

export type StreamTrigger = { stream: string; where: readonly object[]; batch?: number };
export type ScheduleTrigger = { every: `${number} minutes` };

/**
 * Run by whoever uses `wake:<context>.<worker>`, with the payload that it sends. Lambda tries again twice within five
 * minutes and then drops the payload: nothing may hang on it alone.
 */
export type InvokedTrigger = { invoked: true };

/**
 * Run for what is published to a topic of the stage, at least once and in any order. Lambda tries again twice and then drops the
 * message: nothing may hang on it alone.
 */
export type TopicTrigger = { topic: 'mail-events' };
export type Trigger = StreamTrigger | ScheduleTrigger | InvokedTrigger | TopicTrigger;

export type WorkerSpec = { on: Trigger; summary: string; timeout: number; uses: Uses };

/** Returns true for triggers by a table's stream. */
export const isStream = (on: Trigger): on is StreamTrigger => 'stream' in on;

/** Returns true for triggers by the clock. */
export const isSchedule = (on: Trigger): on is ScheduleTrigger => 'every' in on;

/** Returns true for triggers by a topic. */
export const isTopic = (on: Trigger): on is TopicTrigger => 'topic' in on;
