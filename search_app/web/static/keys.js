/* Hands on the keyboard: / j k c o ? and Escape; one stop for each card, Enter goes into it; arrows
   within the filters, focus inside a list that opens, and back to where one was after a document. */

const CARDS = '[class*="st-key-hit-"], .wsis-list li, .wsis-said';
const INSIDE = "a[href], button, input, textarea, select, summary, [tabindex]";
const FILTERS = ".st-key-filters";

const TYPED = "input:not([type=checkbox], [type=radio]), textarea, select";
const isTyping = (node) => node.isContentEditable || node.closest?.(TYPED);
const isSeen = (node) => node.getClientRects().length > 0;
const cards = () => [...document.querySelectorAll(CARDS)].filter(isSeen);
const cardOf = (node) => node?.closest?.(CARDS);

/* --- one stop for each card ------------------------------------------------------------------ */

/* A table that is wider than its card is scrolled by keys, and stays a stop. */
const scrolls = (node) => node.matches('[role="region"]') && node.scrollWidth > node.clientWidth;
const inside = (card) => [...card.querySelectorAll(INSIDE)];

/* What a card's first line says, its parts apart; elsewhere the text. */
const nameOf = (node) => (node?.matches(".wsis-head")
  ? [...node.children].map((part) => part.textContent.trim()).join(", ")
  : node?.textContent ?? "");

const arrange = (card) => {
  if (card.matches(".wsis-list li")) return;
  if (!card.hasAttribute("tabindex")) {
    card.tabIndex = 0;
    card.setAttribute("role", "group");
  }
  const name = card.querySelector(".wsis-head, .wsis-cited, .wsis-text");
  card.setAttribute("aria-label", nameOf(name).slice(0, 200));
  const isIn = card !== document.activeElement && card.contains(document.activeElement);
  for (const node of inside(card)) {
    const isFree = isIn || scrolls(node);
    const before = node.dataset.wsisOut;
    if (isFree && before !== undefined) {
      if (before) node.setAttribute("tabindex", before); else node.removeAttribute("tabindex");
      delete node.dataset.wsisOut;
    } else if (!isFree && node.tabIndex >= 0) {
      node.dataset.wsisOut = node.getAttribute("tabindex") ?? "";
      node.tabIndex = -1;
    }
  }
};

/* One stop for the row of filters, from which arrows go on: a toolbar (WAI-ARIA Authoring Practices). */
const arrangeFilters = () => {
  const row = document.querySelector(FILTERS);
  if (!row) return;
  row.role = "toolbar";
  row.ariaLabel = document.querySelector("[data-filters]")?.dataset.filters ?? null;
  const buttons = [...row.querySelectorAll("button")].filter(isSeen);
  const here = buttons.find((one) => one === document.activeElement)
    ?? buttons.find((one) => one.tabIndex === 0) ?? buttons[0];
  for (const one of buttons) one.tabIndex = one === here ? 0 : -1;
};

let isPlanned = false;
const plan = () => {
  if (isPlanned) return;
  isPlanned = true;
  requestAnimationFrame(() => {
    isPlanned = false;
    document.querySelectorAll(CARDS).forEach(arrange);
    arrangeFilters();
  });
};
new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
document.addEventListener("focusin", plan);
document.addEventListener("focusout", plan);
addEventListener("resize", plan);
plan();

/* --- keys ------------------------------------------------------------------------------------ */

const go = (by) => {
  const all = cards();
  if (!all.length) return;
  const at = all.indexOf(cardOf(document.activeElement));
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)] ?? all[0];
  (next.hasAttribute("tabindex") ? next : next.querySelector("a"))?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
};

const help = (show) => {
  const box = document.querySelector(".wsis-keys");
  if (!box) return;
  const is = show ?? box.hidden;
  box.hidden = !is;
  if (is) {
    help.before = document.activeElement;
    box.querySelector("button")?.focus();
  } else help.before?.focus?.();
};

const search = () => {
  const box = [...document.querySelectorAll('input[type="search"], .stTextInput input')].find(isSeen);
  box?.focus();
  box?.select();
};

const keys = {
  "/": search,
  j: () => go(1),
  k: () => go(-1),
  c: () => cardOf(document.activeElement)?.querySelector(".wsis-copy:not(.wsis-quoted)")?.click(),
  o: () => cardOf(document.activeElement)
    ?.querySelector('a.wsis-open, a[href*="documents?"], [data-testid="stPageLink"] a')?.click(),
};
const HELP = ["?", "\uff1f", "\u061f"];  // of a Chinese and of an Arabic keyboard too
for (const mark of HELP) keys[mark] = () => help();

/* What opens at a button stands at the end of the page: out of it Tab goes on from the button, and back
   to it. */
const POPOVER = '[data-testid="stPopoverBody"]';
const GROUP = '[data-testid="stButtonGroup"]';  // one stop
const stops = (body) => inside(body)
  .filter((node) => node.tabIndex >= 0 && !node.disabled && isSeen(node))
  .map((node) => node.closest(GROUP) ?? node);
const leave = (event) => {
  const body = event.target.closest?.(POPOVER);
  const opener = document.querySelector('[data-testid="stPopover"] button[aria-expanded="true"]');
  const last = body && stops(body).at(event.shiftKey ? 0 : -1);
  if (!opener || !last?.contains(event.target)) return;
  if (event.shiftKey) event.preventDefault();
  opener.focus();  // from there the browser goes on
  const close = () =>
    body.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  if (!event.target.matches(".stTextInput input")) { close(); return; }
  /* What was typed, Streamlit takes a moment later; and what closes then gives its button the focus. */
  setTimeout(() => {
    const here = document.activeElement;
    close();
    setTimeout(() => { if (document.activeElement === opener) here.focus({ preventScroll: true }); }, 50);
  }, 100);
};

/* A layout without Latin letters has another sign on the key: it is the one of that place. */
const pressed = (event) => {
  if (event.key.length > 1 || /[ -~]/.test(event.key) || keys[event.key]) return event.key;
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return /^Key[A-Z]$/.test(event.code) ? event.code.at(-1).toLowerCase() : event.key;
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const node = event.target;
  if (event.key === "Tab") {
    if (!event.defaultPrevented) leave(event);
    return;
  }
  if (event.key === "Escape") {
    if (document.querySelector(".wsis-keys:not([hidden])")) { help(false); return; }
    const card = cardOf(node);
    if (card && card !== node) { card.focus(); return; }
    if (node.type === "search") event.preventDefault();  // the browser would empty it
    if (isTyping(node) && node.closest(".st-key-question")) node.blur();
    return;
  }
  /* A question is sent: what is typed next is a shortcut, and Tab goes on from the box. */
  if (event.key === "Enter" && node.type === "search") { setTimeout(() => node.blur()); return; }
  const card = cardOf(node);
  if (event.key === "Enter" && card === node) {
    const first = inside(card).find(isSeen);
    if (first) { event.preventDefault(); first.focus(); }
    return;
  }
  if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key) && node.closest?.(FILTERS)) {
    const buttons = [...node.closest(FILTERS).querySelectorAll("button")].filter(isSeen);
    const forward = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
    const at = { Home: 0, End: buttons.length - 1 }[event.key]
      ?? buttons.indexOf(node) + (forward ? 1 : -1);
    buttons[at]?.focus();
    arrangeFilters();  // at once: Tab may be pressed before the next frame
    event.preventDefault();
    return;
  }
  const group = node.closest?.(`${POPOVER} ${GROUP}`);
  if (group && /^Arrow/.test(event.key)) {
    const isRtl = document.documentElement.dir === "rtl";
    const isBack = ["ArrowUp", isRtl ? "ArrowRight" : "ArrowLeft"].includes(event.key);
    const buttons = [...group.querySelectorAll("button")];
    buttons[buttons.indexOf(node) + (isBack ? -1 : 1)]?.focus();
    event.preventDefault();
    return;
  }
  /* Whoever opens the page is in its box at once: with nothing in it, a question mark asks for help. */
  const asksHelp = HELP.includes(event.key) && node.matches("input") && !node.value;
  const key = pressed(event);
  if ((isTyping(node) && !asksHelp) || !keys[key]) return;
  if (key === "c" && String(getSelection())) return;
  event.preventDefault();
  keys[key]();
});

/* A list of a filter opens with the focus inside. */
document.addEventListener("click", async (event) => {
  if (event.target.closest?.(".wsis-keys button")) { help(false); return; }
  if (event.target.closest?.(".wsis-help")) { help(true); return; }
  if (!event.target.closest?.(`${FILTERS} button`)) return;
  const end = performance.now() + 1500;
  const look = () => {
    const body = [...document.querySelectorAll(POPOVER)].find(isSeen);
    const first = body?.querySelector("input:checked, button, input");
    if (first) first.focus({ preventScroll: true });
    else if (performance.now() < end) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});

/* --- back to where one was ------------------------------------------------------------------- */

const main = () => document.querySelector('[data-testid="stMain"]');
const app = () => document.querySelector(".stApp");
const isDone = () => app()?.dataset.testScriptState === "notRunning";
const NAVIGATION = ".st-key-chrome";

/* A link of the page leads elsewhere: the step that is left notes it, its card and the place. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".wsis-link, .stPageLink a");
  if (!link) return;
  const isOfPage = !link.closest(NAVIGATION);
  const card = [...(cardOf(link)?.classList ?? [])].find((one) => /^st-key-hit-/.test(one));
  const left = {
    top: main()?.scrollTop,
    card: card && `.${CSS.escape(card)}`,
    link: isOfPage && `a[href="${CSS.escape(link.getAttribute("href"))}"]`,
  };
  history.replaceState({ ...history.state, wsisLeft: left }, "");
}, { capture: true });

/* Letters of a font that comes late, or a style, move what stands under them: until the reader does
   something, the place stays. */
const LONGEST_DRAWN = 8000;  // milliseconds after which a page is taken for drawn
const stayAt = (top) => {
  const page = main();
  const drawn = new ResizeObserver(() => page.scrollTo(0, top));
  for (const part of page?.children ?? []) drawn.observe(part);
  const ended = new AbortController();
  const end = () => { drawn.disconnect(); ended.abort(); };
  for (const name of ["wheel", "touchstart", "pointerdown", "keydown", "click", "popstate"])
    addEventListener(name, end, { capture: true, passive: true, signal: ended.signal });
  setTimeout(end, LONGEST_DRAWN);
};

addEventListener("popstate", (event) => {
  const left = event.state?.wsisLeft;
  if (!left) return;
  const begun = performance.now();
  let hasRun = false;
  const look = () => {
    const waited = performance.now() - begun;
    hasRun ||= !isDone() || waited > 1500;
    const [card, link] = [left.card, left.link].map((one) => (one ? document.querySelector(one) : null));
    const target = card ?? link;
    const isTall = main()?.scrollHeight >= left.top + main()?.clientHeight;
    if (isDone() && (target ? waited > 100 : hasRun && isTall && !left.link)) {
      if (card) arrange(card);  // it may have been drawn in this frame, and takes no focus before
      stayAt(left.top);  // at once, too
      target?.focus({ preventScroll: true });
    // A busy server takes its time; whoever has gone elsewhere meanwhile stays there.
    } else if (waited < LONGEST_DRAWN || (waited < 120000 && document.activeElement === document.body))
      requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});

/* --- light and dark -------------------------------------------------------------------------- */

document.addEventListener("click", (event) => {
  const choice = event.target.closest?.("[data-wsis-theme]");
  if (!choice) return;
  try {
    for (const path of (choice.dataset.paths ?? "/").split(" "))
      localStorage.setItem(`stActiveTheme-${path}-v2`, JSON.stringify(choice.dataset.wsisTheme));
    location.reload();
  } catch { /* the browser keeps nothing: it stays as the system has it */ }
});
