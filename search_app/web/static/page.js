/* What a page does by itself in the browser. Nothing of it stands in the HTML, where the content
   policy lets no script run: a mark, <span data-wsis="scroll" …>, says what is to be done when it
   appears. Loaded as a module, so that it runs once, however often Streamlit draws it. */

const root = document.documentElement;
const LINKED = "a.wsis-link";
const SWAPS = ["put-in", "take-out", "save", "forget"];  // each puts its other in its place
const SWAP = new RegExp(`-press-(${SWAPS.join("|")})-`);
const ACTS = new RegExp(`-press-(${[...SWAPS, "up", "down"].join("|")})-`);

/* --- what marks ask for ---------------------------------------------------------------------- */

const main = () => document.querySelector('[data-testid="stMain"]');
const isFree = () => document.activeElement === document.body || !document.activeElement;

/* Until `found` gives something, or the time is over. */
const until = (milliseconds, found) => new Promise((done) => {
  const end = performance.now() + milliseconds;
  const look = () => {
    const value = found();
    if (value || performance.now() > end) done(value || null);
    else requestAnimationFrame(look);
  };
  look();
});

const actions = {
  /* The choice stays in the browser and in no address, so that none carries it to somebody else. */
  language({ language, direction, chosen, said }) {
    root.lang = language;
    root.dir = direction;
    const read = Object.entries(JSON.parse(said)).map(([english, ours]) => ({
      is: new RegExp(`^${english.replace(".", "\\.").replace("{}", "(.*)")}$`, "s"), ours,
      isSaid: english.startsWith("{}"),
    }));
    names = read.filter(({ isSaid }) => !isSaid);
    sayings = read.filter(({ isSaid }) => isSaid);
    plan();
    if (chosen)
      document.cookie = `wsis-ui=${chosen}; path=/; max-age=31536000; SameSite=Strict`;
    const here = new URL(location.href);
    if (here.searchParams.has("ui")) {
      here.searchParams.delete("ui");
      history.replaceState(history.state, "", here);
    }
  },

  /* Whoever opens the page wants to type; on a touch screen that would open the keyboard over it. */
  async focus({ selector }) {
    if (matchMedia("(pointer: coarse)").matches) return;
    const box = await until(2000, () => document.querySelector(selector));
    if (box && isFree()) box.focus({ preventScroll: true });
  },

  /* Another page of answers is read from its top. */
  page({ page }) {
    if ((window.wsisPage ?? page) !== page) main()?.scrollTo(0, 0);
    window.wsisPage = page;
  },

  top() { main()?.scrollTo(0, 0); },

  /* To a paragraph, when it has been drawn; fonts that come later move the text. Whoever has begun
     to scroll, click or type by then is left alone: a list that is open would close. */
  async scroll({ id }) {
    const done = new AbortController();
    let isLeftAlone = false;
    for (const name of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(name, () => { isLeftAlone = true; done.abort(); },
        { capture: true, passive: true, signal: done.signal });
    const node = await until(3000, () => document.getElementById(id));
    const show = () => isLeftAlone || node?.scrollIntoView({ block: "center" });
    show();
    await document.fonts.ready;
    show();
    if (!isLeftAlone) node?.focus({ preventScroll: true });
    done.abort();
  },
};

/* --- the page that is open ------------------------------------------------------------------- */

/* Streamlit does not say to a screen reader which page is open. */
const showPage = () => {
  for (const link of document.querySelectorAll(".wsis-nav a")) {
    const here = new URL(link.href).pathname === location.pathname ? "page" : null;
    if (link.ariaCurrent !== here) link.ariaCurrent = here;
  }
};

/* What Streamlit's controls are called for a screen reader, and say to it, is English in every language.
   What documents say may read like it, and stays. */
const CONTROLS =
  'button, input, nav, [role="navigation"], [role="progressbar"], [role="group"]:not([tabindex])';
const CALLED = `:is(${CONTROLS})[aria-label]:not(.stHtml *)`;
const SAYING = ":not(:has(*))";
const EMPTY = '[role="option"]:not([data-key]) span';  // says that nothing was found
let names = [];
let sayings = [];
const called = new WeakMap();  // what was English, and what it is here
const call = (node, what, words) => {
  if (!node?.[what]) return;
  const { english, here } = called.get(node) ?? {};
  const before = node[what] === here ? english : node[what];
  const { is, ours } = words.find((one) => one.is.test(before.trim())) ?? {};
  if (!is) return;
  const now = ours.replace("{}", () => is.exec(before.trim())[1]);
  if (now !== node[what]) node[what] = now;
  called.set(node, { english: before, here: now });
};
const callControls = () => {
  /* It shows words of a style sheet (pages.css), and its own as well for a screen reader. */
  for (const one of document.querySelectorAll('[data-testid="stFileUploaderDropzone"] > span button')) {
    const choose = getComputedStyle(one).getPropertyValue("--wsis-choose");
    if (choose) one.ariaLabel = JSON.parse(choose);
  }
  for (const one of document.querySelectorAll(CALLED)) call(one, "ariaLabel", names);
  for (const one of document.querySelectorAll(EMPTY)) call(one.firstChild, "data", names);
};
/* At once: what is said first has been heard. What says it stands beside the app. */
const callSaid = () => {
  for (const announcer of document.body.children)
    if (announcer.hasAttribute("data-live-announcer"))
      for (const one of announcer.querySelectorAll(SAYING)) call(one.firstChild, "data", sayings);
  /* Why a file is not taken: the words that are shown under it (pages.css). */
  for (const one of document.querySelectorAll('[data-testid="stFileChip"] [role="alert"]')) {
    const refused = getComputedStyle(one).getPropertyValue("--wsis-refused");
    if (!refused) continue;
    const said = JSON.parse(refused);
    const [first, ...others] = one.childNodes;
    if (first.data !== said) first.data = said;
    for (const other of others) other.data = "";
  }
};

/* How much of the window the citation of a passage covers, which sticks to its lower edge. */
const BAR = ".st-key-documents-bar";
const measureBar = () => {
  const bar = document.querySelector(BAR);
  const isSticky = bar && getComputedStyle(bar).position === "sticky";
  root.style.setProperty("--wsis-bar", `${isSticky ? bar.offsetHeight : 0}px`);
};

/* Once for all that changes before the next frame. */
let isPlanned = false;
const plan = () => {
  if (isPlanned) return;
  isPlanned = true;
  requestAnimationFrame(() => {
    isPlanned = false;
    showPage();
    callControls();
    measureBar();
    forgetUnfolded();
  });
};

/* Streamlit leaves the first page's address empty, which leads to the page that is open. */
const EMPTY_LINK = 'a[href=""]';

/* A text that was unfolded stays so where Streamlit draws the page anew. Whoever comes back to the page
   finds the surest open. */
const unfolded = new Map();
const forgetUnfolded = () => { if (!document.querySelector(".wsis-choice")) unfolded.clear(); };
const choiceOf = (one) => `${one.id} ${one.querySelector("summary").textContent}`;
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.(".wsis-choice")) unfolded.set(choiceOf(target), target.open);
}, { capture: true });

const seen = new WeakSet();
const look = (node) => {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  for (const one of node.querySelectorAll(".wsis-choice"))
    if (unfolded.get(choiceOf(one))) one.open = true;
  for (const link of [node, ...node.querySelectorAll(EMPTY_LINK)])
    if (link.matches(EMPTY_LINK)) link.setAttribute("href", "./");
  for (const mark of [node, ...node.querySelectorAll("[data-wsis]")]) {
    if (!mark.dataset?.wsis || seen.has(mark)) continue;
    seen.add(mark);
    actions[mark.dataset.wsis]?.(mark.dataset);
  }
};
/* Streamlit says in English that its server is gone, after a while, and takes it back when it has
   come again. It is gone until the page is drawn anew (kept.js). */
const GONE = "Connection error";
const isOfGone = (one) => one.querySelector("h1, h2, h3")?.textContent === GONE
  || one.textContent.startsWith(GONE);
const showGone = () => {
  const said = document.querySelector(".wsis-gone");
  if (!said) return;
  const own = [...document.querySelectorAll('[role="dialog"]:not(.wsis-keys)')].find(isOfGone);
  const isGone = Boolean(own) || root.classList.contains("wsis-away");
  /* It stands in a layer of its own, with what dims the page. */
  [...document.body.children].find((one) => own && one.contains(own)
    && !one.contains(said))?.classList.add("wsis-unsaid");
  if (said.hidden === isGone) said.hidden = !isGone;
};

new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(look);
  callSaid();
  plan();
  showGone();
}).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", plan);
new MutationObserver(showGone).observe(root, { attributeFilter: ["class"] });
/* All may have been drawn before this script came. */
look(document.body);
plan();

/* Streamlit dims what is of the run before, each piece by a transition of its own, at every run: here only
   where a run takes long (app.css). */
const LONG = 500;  // milliseconds after which Streamlit itself begins
const app = document.querySelector(".stApp");
let willDim = null;
const dim = () => {
  clearTimeout(willDim);
  root.classList.remove("wsis-late");
  if (app.dataset.testScriptState === "running")
    willDim = setTimeout(() => root.classList.add("wsis-late"), LONG);
};
new MutationObserver(dim).observe(app, { attributeFilter: ["data-test-script-state"] });
dim();

/* --- links and buttons ----------------------------------------------------------------------- */

const copied = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    /* Without a secure context there is no clipboard interface. */
    const before = document.activeElement;
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "wsis-unseen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    before?.focus();
  }
};

/* The link or button is drawn anew; whoever works with the keyboard goes on from it. */
const stay = (selector) => {
  const end = performance.now() + 10000;  // a busy server takes its time
  const find = () => {
    const found = document.querySelector(selector);
    if (found && isFree()) found.focus({ preventScroll: true });
    if (performance.now() < end && (isFree() || document.activeElement.matches(selector)))
      requestAnimationFrame(find);
  };
  requestAnimationFrame(find);
};
const named = (name) => `[data-focus="${name}"]`;

/* The address that a page makes of its own, before anybody has pressed or typed there, takes the place
   of the one under which it was opened, so that one step leads back. */
const push = history.pushState.bind(history);
let isTouched = false;
for (const name of ["pointerdown", "keydown", "click", "input", "change"])
  addEventListener(name, () => { isTouched = true; }, { capture: true, passive: true });
addEventListener("popstate", () => { isTouched = false; }, { capture: true });
history.pushState = (state, title, address) => {
  const { pathname, href } = new URL(address ?? location, location.href);
  if (href === location.href) return;
  if (isTouched || pathname !== location.pathname) push(state, title, address);
  else history.replaceState(state, title, address);
};

/* A page of this app: without loading the app anew, so that the session goes on. */
const open = (link) => {
  if (link.href !== location.href) push({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
  if (link.dataset.focus) stay(named(link.dataset.focus));
};

const isPlain = (event) => !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;

document.addEventListener("click", async (event) => {
  const copy = event.target.closest?.(".wsis-copy");
  if (copy) {
    const { copy: text, isAddress } = copy.dataset;
    await copied(isAddress ? new URL(text, location.href).href : text);
    copy.classList.add("wsis-was-copied");
    setTimeout(() => copy.classList.remove("wsis-was-copied"), 2500);
    return;
  }
  if (event.target.closest?.(".wsis-print")) { print(); return; }
  const link = event.target.closest?.(LINKED);
  if (link && isPlain(event)) {
    event.preventDefault();
    open(link);
  }
});

/* Streamlit's own links add a step for an address that their page makes of it. Behind kept.js, which
   may let a link wait, and before Streamlit. */
document.body.addEventListener("click", (event) => {
  const link = event.target.closest?.(".stPageLink a");
  if (!link || !isPlain(event)) return;
  event.preventDefault();
  event.stopPropagation();
  open(link);
}, { capture: true });

/* Before kept.js takes the press. */
document.addEventListener("click", ({ target }) => {
  const gather = target.closest?.(".wsis-gather");
  if (gather) stay(named(gather.dataset.focus));
  const one = [...(target.closest?.('[class*="-press-"]')?.classList ?? [])].find((is) => ACTS.test(is));
  if (!one) return;
  const drawn = SWAPS.map((act) => one.replace(SWAP, `-press-${act}-`));
  stay(drawn.map((is) => `.${CSS.escape(is)} button`).join(", "));
}, { capture: true });
