/** Days for which an event is kept. */
export const eventDays = 45;

/** Days for which a dispute, what was disclosed for it, and the books of a day are kept: as long as orders are. */
export const disputeDays = 3653;
