/** What sample calls are made of: people, questions and lines. Everything is invented. */

export const SAMPLE_PEOPLE = [
  ['a01', 'Amara Okafor', 'North'],
  ['a02', 'Benedikt Schäfer', 'North'],
  ['a03', 'Chloé Lefèvre', 'North'],
  ['a04', 'Dmitri Volkov', 'North'],
  ['a05', 'Esperanza Ruiz-Maldonado', 'South'],
  ['a06', 'Farid Haddad', 'South'],
  ['a07', 'Grace O’Sullivan', 'South'],
  ['a08', 'Hiroshi Tanaka', 'South'],
  ['a09', 'Ingrid Bergström', 'Evening'],
  ['a10', 'Jamal Whitfield', 'Evening'],
  ['a11', '<img src=x onerror="window.hacked=1">', 'Evening'],
  ['a12', 'Katarzyna Nowak', 'Evening'],
] as const;

export const SAMPLE_QUEUES = ['Billing', 'Moving house', 'Outages', 'Contract changes'] as const;

type Line = readonly ['AGENT' | 'CUSTOMER', string];

export interface SampleCriterion {
  readonly id: string;
  readonly section: string;
  readonly question: string;
  readonly kind: 'rule' | 'metric' | 'llm';
  readonly weight: number;
  readonly critical: 'none' | 'section' | 'form';
  /** How often it passes with an average agent. */
  readonly ease: number;
  /** What is said when it passes; null: nothing that could be quoted. */
  readonly said: string | null;
}

const criterion = (
  id: string,
  section: string,
  question: string,
  kind: SampleCriterion['kind'],
  weight: number,
  ease: number,
  said: string | null = null,
  critical: SampleCriterion['critical'] = 'none',
): SampleCriterion => ({ id, section, question, kind, weight, ease, said, critical });

export const SAMPLE_SECTIONS = [
  ['opening', 'Opening'],
  ['verification', 'Verification'],
  ['handling', 'Handling the request'],
  ['conversation', 'Conversation'],
  ['closing', 'Closing'],
] as const;

export const SAMPLE_CRITERIA: readonly SampleCriterion[] = [
  criterion(
    'greeting',
    'opening',
    'Greets with name and company',
    'rule',
    5,
    0.96,
    'Good morning, you are speaking with Northwind, how can I help you today?',
  ),
  criterion(
    'recording-notice',
    'opening',
    'Says that the call is recorded',
    'rule',
    10,
    0.9,
    'This call is recorded for quality and training purposes.',
    'form',
  ),
  criterion(
    'identity',
    'verification',
    'Verifies the customer before giving account details',
    'rule',
    15,
    0.93,
    'Before I open the account, could you tell me your date of birth and postcode?',
    'section',
  ),
  criterion(
    'account-number',
    'verification',
    'Reads the account number back',
    'rule',
    5,
    0.71,
    'So that is account 4471 9902, is that right?',
  ),
  criterion(
    'reason',
    'handling',
    'Finds out why the customer is calling before offering a solution',
    'llm',
    10,
    0.82,
  ),
  criterion(
    'solution',
    'handling',
    'Offers a solution or says clearly what happens next',
    'rule',
    15,
    0.84,
    'What I will do is correct the reading now, and the new bill reaches you within three days.',
  ),
  criterion(
    'alternatives',
    'handling',
    'Offers an alternative when the first solution is declined',
    'rule',
    5,
    0.58,
    'If that does not suit you, we could also split the amount over three months.',
  ),
  criterion(
    'empathy',
    'conversation',
    'Acknowledges how the customer feels',
    'rule',
    10,
    0.66,
    'I understand that this is frustrating, and I am sorry that you had to call twice.',
  ),
  criterion('tone', 'conversation', 'Keeps a polite and calm tone throughout', 'llm', 5, 0.94),
  criterion(
    'forbidden',
    'conversation',
    'Avoids promises that the company cannot keep',
    'rule',
    5,
    0.97,
    null,
    'form',
  ),
  criterion('silence', 'conversation', 'Less than 20 % of the call is silence', 'metric', 5, 0.78),
  criterion(
    'talk-ratio',
    'conversation',
    'Agent speaks between 30 % and 65 % of the time',
    'metric',
    5,
    0.85,
  ),
  criterion(
    'summary',
    'closing',
    'Sums up what was agreed',
    'rule',
    10,
    0.52,
    'Let me sum up: I correct the reading, and you receive a new bill by Friday.',
  ),
  criterion(
    'anything-else',
    'closing',
    'Asks whether there is anything else and says goodbye',
    'rule',
    5,
    0.88,
    'Is there anything else I can do for you? Then have a lovely day. 👋',
  ),
];

/** What the customer says, in order, between the lines of the agent. */
export const SAMPLE_CUSTOMER: readonly Line[] = [
  ['CUSTOMER', 'Hi, my last bill is almost twice what I paid in spring, and nobody has told me why.'],
  ['CUSTOMER', 'Sure. Fourth of March 1984, and the postcode is 4-double-1-7.'],
  ['CUSTOMER', 'Yes, that is the one.'],
  [
    'CUSTOMER',
    'I sent a photo of the meter two weeks ago and then again last Monday, and I was told each time that it would be looked at. I do not want to pay for something that I have not used.',
  ],
  ['CUSTOMER', 'That would help, thank you.'],
  ['CUSTOMER', 'No, that was all. Bye.'],
];

/** What the agent says besides what the form asks for. */
export const SAMPLE_FILLER = [
  'One moment please, I am opening your file.',
  'I can see the two photos here, the first one came in on the ninth.',
  'The reading was estimated, which is why the amount is so high.',
  'Thank you for waiting.',
] as const;

export const SAMPLE_ISSUES = [
  'Bill twice as high as expected after an estimated reading',
  'Moves on the first of the month, wants to keep the tariff',
  'No power in the street since the morning',
  'Wants to cancel within the notice period',
  'Direct debit taken twice',
] as const;
