/** A phrase that tells who is speaking. Positive weights speak for the agent, negative ones for the customer. */
export interface RoleCue {
  /** Matched against text in lower case without accents; `opening`: the call's first turns, `closing`: its last ones. */
  readonly pattern: RegExp;
  readonly weight: number;
  readonly where: 'opening' | 'closing' | 'anywhere';
  /** Said by whoever placed the call: in an outbound call it speaks for the other side. */
  readonly byCaller?: true;
}

const agentOpening = (pattern: RegExp, weight = 3): RoleCue => ({ pattern, weight, where: 'opening' });
const customerOpening = (pattern: RegExp, weight = 3): RoleCue => ({
  pattern,
  weight: -weight,
  where: 'opening',
});

/** English first, then the same few phrases in German, Spanish and French. */
export const ROLE_CUES: readonly RoleCue[] = [
  agentOpening(
    /\b(thank you|thanks) (so much |very much )?for (calling|contacting|reaching|your call|holding|waiting)\b/,
  ),
  agentOpening(/\b(how|what) (may|can|could) (i|we) (help|assist|do for|be of)\b/),
  agentOpening(
    /\b(can|could|may) i (have|get|take) (your|the) (\w+ ){0,4}(name|number|account|zip|postcode|date of birth|address)\b/,
    2,
  ),
  agentOpening(
    /\b(verify|confirm) (your|the) (\w+ ){0,3}(name|number|account|identity|address|date of birth)\b/,
    2,
  ),
  agentOpening(/\b(this call|calls?) (is|are|may be|will be|might be) (being )?recorded\b/, 2),
  agentOpening(/\b(calling|call) on behalf of\b/, 2),
  agentOpening(
    /\b(customer (service|support|care)|(technical|tech) support|help ?desk), (this is|my name is|you're speaking)\b/,
    2,
  ),
  agentOpening(/\bspeaking, how\b/, 2),
  agentOpening(/\b(i'm |i am )?(so |very |really )?sorry (about|to hear|for the)\b/, 1),
  {
    ...customerOpening(
      /\bi('m| am| was) (calling|ringing|phoning) (about|because|to|in regards?|regarding|for|since)\b/,
    ),
    byCaller: true,
  },
  customerOpening(/\bi('ve| have) been (on hold|waiting|trying|transferred)\b/),
  customerOpening(
    /\bi('d| would) like to (cancel|return|order|report|speak|talk|know|see if|change|book|make)\b/,
    2,
  ),
  customerOpening(
    /\bi (need|want|wanted) to (cancel|return|order|report|speak|talk|know|change|book|make)\b/,
    2,
  ),
  customerOpening(
    /\b(i have|i've got|i got|there's) (a|an|some) (\w+ )?(problem|issue|question|trouble)\b/,
    2,
  ),
  customerOpening(
    /\bmy (card|order|account|bill|phone|internet|package|policy|flight|reservation) (\w+ ){0,2}(is|was|has|isn't|hasn't|doesn't|won't|fell|got)\b/,
    2,
  ),
  customerOpening(/\bi (just )?(lost|forgot|misplaced|never received|didn't receive) my\b/, 2),
  {
    pattern: /\b(anything|something) else (that )?(i|we) (can|could|may) (help|assist|do)\b/,
    weight: 3,
    where: 'anywhere',
  },
  { pattern: /\b(is|was) there anything else\b/, weight: 2, where: 'closing' },
  {
    pattern: /\bthank you for (your patience|being|choosing|your business|calling)\b/,
    weight: 2,
    where: 'closing',
  },
  { pattern: /\b(thank you|thanks) for (all )?(of )?your help\b/, weight: -2, where: 'closing' },
  agentOpening(/\b(wie|was) (kann|darf) ich (ihnen|fur sie|dir)\b/),
  agentOpening(/\b(vielen dank|danke) fur (ihren|deinen) anruf\b/),
  customerOpening(/\bich rufe (an|sie an|euch an)?,? ?(wegen|weil|um)\b/),
  customerOpening(/\bich (habe|hatte|hab) (ein problem|eine frage|mal eine frage)\b/, 2),
  { pattern: /\bkann ich sonst noch (etwas|was)\b/, weight: 3, where: 'anywhere' },
  agentOpening(/\ben que (puedo|podemos|le puedo|te puedo) (ayudar|servir)/),
  agentOpening(/\bgracias por (llamar|su llamada|tu llamada|comunicarse)\b/),
  agentOpening(/\b(le|te) (atiende|saluda)\b/, 2),
  customerOpening(/\b(llamo|estoy llamando) (por|para|porque)\b/),
  customerOpening(/\btengo (un problema|una pregunta|una duda|una consulta)\b/, 2),
  agentOpening(/\b(en quoi|comment) puis-je vous (aider|etre utile|renseigner)\b/),
  agentOpening(/\bmerci (d'avoir appele|de votre appel|de nous appeler)/),
  customerOpening(/\bje vous appelle (pour|parce|car|au sujet)\b/),
  customerOpening(/\bj'ai (un probleme|une question|un souci)\b/, 2),
];

/** What only a machine says: a speaker with such a phrase is OTHER when two others are on the call. */
export const IVR_CUE =
  /\b(press (one|two|three|\d)|your call is (very )?important to us|please stay on the line|para espanol|drucken sie die|tapez (un|deux|\d))\b/;
