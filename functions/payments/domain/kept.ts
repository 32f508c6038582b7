/** Days for which an event is kept. */
export const eventDays = 45;
