/**
 * An agreement's file cannot be used; the message has a line for each mistake, `FILE:LINE:COLUMN: …`. By itself,
 * so that whoever only tells errors apart need not load what reads agreements.
 */
export class AgreementError extends Error {}
