/** Columns whose values are ids of calls, and those whose values are ids or references of anything, however short they are. */
const NAMES_CALLS = /^(?:id|.*(?:call|contact).*id)$/i;
const NAMES_REFERENCES = /(?:^|[_ .-])(?:[iI][dD]|[rR][eE][fF])$|[a-z](?:Id|ID|Ref)$/;

/** Whether the values of a column are ids of calls, by its name. */
export const isCallId = (column: string): boolean => NAMES_CALLS.test(column);

/** Whether the values of a column are ids or references, by its name. */
export const isReference = (column: string): boolean => isCallId(column) || NAMES_REFERENCES.test(column);
