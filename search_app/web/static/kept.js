/* Keeps texts in the browser's storage, and tells the server which there are (kept.py).

   What was gathered is written by many: by the session of each tab, from what it was told last, and
   by the reader, who types notes. So nobody writes all of it: what a session has changed since it
   was told goes into what is there by now, and notes come from the boxes alone. */

const PREFIX = "wsis-search.";
const TRIED = `${PREFIX}tried`;
const BASKET = "basket";
const REMOVED = "basket-removed";
const TYPED = "typed";  // a draft that is not sent
const PRESSED = "pressed";  // what was pressed, until a session has done it

let session = null;
let applied = 0;  // the server's last turn that was written here
let told = { at: 0, turn: 0 };  // what was told last, and after which turn
let heard = 0;  // what the server was told last, as far as it has said
let known = [];  // the keys of what was gathered, as the server had them at its last turn
let isAsked = false;  // this session is told of what is here
let isRefused = false;
let send = null;
const tellings = new Map();  // the keys as they were told
const done = new Map();  // what the server has had written since it was told
const unkept = new Map();  // what the storage does not take, for as long as the page is open

/* --- texts ----------------------------------------------------------------------------------- */

const read = (name) => {
  if (unkept.has(name)) return unkept.get(name);
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
};

/* A text that is too long for what room there is leaves what was there before. */
const write = (name, text) => {
  try {
    if (text === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
    unkept.delete(name);
    return true;
  } catch {
    unkept.set(name, text);
    return false;
  }
};

const texts = () => {
  const found = {};
  try {
    localStorage.setItem(TRIED, "1");
    localStorage.removeItem(TRIED);
  } catch {
    isRefused = true;
  }
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(PREFIX)) found[key.slice(PREFIX.length)] = localStorage.getItem(key);
    }
  } catch { /* nothing is there */ }
  for (const [name, text] of unkept)
    if (text === null) delete found[name];
    else found[name] = text;
  const waiting = pressed().filter(({ at }) => own.has(at));
  delete found[PRESSED];
  if (waiting.length) found[PRESSED] = JSON.stringify(waiting);
  if (isRefused) found.refused = "1";
  return found;
};

const tell = () => {
  if (!send) return;
  if (way !== null) {
    isHeld = true;
    return;
  }
  told = { at: told.at + 1, turn: applied };
  tellings.set(told.at, rows(BASKET).map(keyOf));
  said = performance.now();
  send(JSON.stringify({ session, ...told, texts: texts() }));
  clearTimeout(again);
  again = setTimeout(tellAgain, LOST_AFTER);
};

/* Streamlit may put an older request in the place of a newer one, where something came while it was
   called back: what it has not heard of when it rests, it never will. */
const LOST_AFTER = 2000;  // milliseconds

let again = null;
const tellAgain = () => {
  if (isAway || heard >= told.at) return;
  const { testScriptState: run } = document.querySelector(".stApp")?.dataset ?? {};
  if (run === "notRunning") tell();
  else again = setTimeout(tellAgain, LOST_AFTER);
};

/* Whatever is told, Streamlit asks for the page that it shows: on the way to another one, until that
   begins to be drawn, a telling would lead back to the old page, under the address of the new one. */
const LONGEST_WAY = 10000;  // milliseconds after which a page is taken for gone to

let page = null;  // that is drawn, as the server names it
let path = null;  // under which it is
let way = null;
let goal = null;  // another one where somebody goes on before the first is drawn
let isHeld = false;
let isDraftUntold = false;

const arrive = () => {
  clearTimeout(way);
  way = null;
  path = location.pathname;
  if (!isHeld) return;
  isHeld = false;
  tell();
};
const setOut = (to) => {
  if (to === path && way === null) return;
  goal = to;
  isHeld ||= isDraftUntold;
  isDraftUntold = false;
  clearTimeout(way);
  way = setTimeout(arrive, LONGEST_WAY);
};
addEventListener("popstate", () => setOut(location.pathname), { capture: true });
const LEADS = ".wsis-link, .stPageLink a";
const linkOf = (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  return event.target.closest?.(LEADS);
};
document.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (link) setOut(new URL(link.href).pathname);
});

/* Streamlit sends a telling, and what was typed when its field is left, a moment later, and asks again
   for the page that it shows: a link that is pressed before goes behind it. */
const SENT_AFTER = 150;  // milliseconds; it takes some 20

let said = -SENT_AFTER;
document.addEventListener("focusout", ({ target }) => {
  if (target.matches?.("input, textarea")) said = performance.now();
});
document.addEventListener("click", (event) => {
  const link = linkOf(event);
  const left = said + SENT_AFTER - performance.now();
  if (!link || left <= 0) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  setTimeout(() => {
    if (link.isConnected) {
      link.click();
      return;
    }
    history.pushState({}, "", link.href);  // what stood there was drawn anew meanwhile
    dispatchEvent(new PopStateEvent("popstate"));
  }, left);
}, { capture: true });

/* --- what was gathered ----------------------------------------------------------------------- */

const rowsOf = (text) => {
  try {
    const found = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter((row) => row && typeof row === "object") : [];
  } catch {
    return [];
  }
};
const rows = (name) => rowsOf(read(name));
/* An id may be another passage's once documents were read anew: what was pressed long ago is not done. */
const LONGEST_PRESS = 60000;  // milliseconds
const pressed = () => rows(PRESSED).filter(({ at }) => Date.now() - at < LONGEST_PRESS);
/* What is pressed in a tab that is open is done for that one: by another it might be done once more,
   after it was undone. What waited when this page came is this one's: its page may be gone. */
const own = new Set(pressed().map(({ at }) => at));
/* What was gathered before there were keys has its words. */
const keyOf = (row) => row.key || [row.symbol, row.language, row.label, row.text].join("\n");

const typed = new Map();  // notes at what has not been written here yet

/* What a session has changed, in what is here by now: another tab may have gathered something,
   taken something out or put it elsewhere since this one's session was told. */
const merged = (theirs, mine, notes) => {
  const [before, now, here] = [known, theirs.map(keyOf), mine.map(keyOf)].map((keys) => new Set(keys));
  const order = (keys, others) => [...keys].filter((key) => others.has(key)).join();
  const isMoved = order(before, now) !== order(now, before);
  const at = new Map(theirs.map((row) => [keyOf(row), row]));
  const added = theirs.filter((row) => !here.has(keyOf(row)) && !before.has(keyOf(row)));
  const gathered = mine.filter((row) => !now.has(keyOf(row)) && !before.has(keyOf(row)));
  if (isMoved) {
    const moved = theirs.filter((row) => here.has(keyOf(row)) || added.includes(row));
    return noted([...moved, ...gathered], notes);
  }
  const both = mine.flatMap((row) => at.get(keyOf(row)) ?? (gathered.includes(row) ? [row] : []));
  /* What is put back stands where it stood: before what follows it. */
  for (const row of added.reverse()) {
    const behind = theirs.slice(theirs.indexOf(row) + 1);
    const next = both.findIndex((one) => behind.includes(one));
    both.splice(next < 0 ? both.length : next, 0, row);
  }
  return noted(both, notes);
};
const noted = (found, notes) =>
  found.map((row) => ({ ...row, note: notes.get(keyOf(row)) ?? row.note }));

/* Write what a session has; gives whether it has to be told of what came of it. */
const apply = (texts) => {
  const mine = rows(BASKET);
  const notes = new Map([...rows(REMOVED), ...mine].map((row) => [keyOf(row), row.note]));
  for (const [key, note] of typed) notes.set(key, note);
  let isOther = false;
  for (const [name, text] of texts) {
    if (done.get(name) === text) continue;  // another tab may have written it since
    done.set(name, text);
    let kept = text;
    if (name === TYPED && text === null) draft = null;  // it was sent
    if (text !== null && (name === BASKET || name === REMOVED)) {
      const theirs = rowsOf(text);
      kept = JSON.stringify(name === BASKET ? merged(theirs, mine, notes) : noted(theirs, notes));
      if (kept !== JSON.stringify(theirs)) isOther = true;
      for (const row of theirs) typed.delete(keyOf(row));
      if (name === BASKET) known = theirs.map(keyOf);
    } else if (name === PRESSED) {
      const did = new Set(rowsOf(text).map(({ at }) => at));
      for (const one of did) own.delete(one);  // another tab may write it anew, which has not seen this
      const left = pressed().filter(({ at }) => !did.has(at));
      kept = left.length ? JSON.stringify(left) : null;
    }
    if (!write(name, kept) && !isRefused) isRefused = isOther = true;
  }
  return isOther;
};

/* --- notes ----------------------------------------------------------------------------------- */

const BOX = "input[data-note]";
const PAUSE = 500;  // milliseconds after which the server hears of what was typed

const noteOf = (key) => typed.get(key)
  ?? [...rows(BASKET), ...rows(REMOVED)].find((row) => keyOf(row) === key)?.note ?? "";

/* Quotations, each with what the reader wrote there on a line by itself: as it stands here, of which
   the server may not have heard yet. */
const quotedWithNotes = ({ passages, named }) => JSON.parse(passages).map(([quoted, key]) => {
  const note = noteOf(key).trim();
  return note ? `${quoted}\n${named.replace("{}", () => note)}` : quoted;
}).join("\n\n");

/* A note stays as it is typed, also at what was taken out a moment ago. */
const keepNote = (key, text) => {
  for (const name of [BASKET, REMOVED]) {
    const found = rows(name);
    const row = found.find((one) => keyOf(one) === key);
    if (!row) continue;
    row.note = text;
    write(name, JSON.stringify(found));
    typed.delete(key);
    return;
  }
  typed.set(key, text);
};

const boxes = () => [...document.querySelectorAll(`article ${BOX}`)];
const fill = () => {
  for (const box of boxes()) {
    const note = noteOf(box.dataset.note);
    if (box.value !== note) box.value = note;
  }
};

let waits = null;
const tellNotes = () => {
  if (waits === null) return;
  clearTimeout(waits);
  waits = null;
  tell();
};

/* A file of what was gathered is made by the server: one that is asked for before the server has
   heard of all that was typed, and has drawn that, is asked for then. */
const FILES = ":is(.st-key-downloads, .st-key-share):has([data-heard])";
let awaited = null;
const isBehind = (button) => {
  const drawn = button.closest(FILES).querySelector("[data-heard]");
  return waits !== null || told.at > Number(drawn.dataset.heard);
};
const showAwaited = () => {
  if (!awaited) return;
  const button = document.querySelector(`${FILES} .${awaited} button`);
  const isStill = Boolean(button) && isBehind(button);
  if (button) button.ariaBusy = isStill ? "true" : null;
  if (isStill) return;
  awaited = null;
  button?.click();
};
document.addEventListener("click", (event) => {
  const copy = event.target.closest?.("[data-passages]");
  if (copy) copy.dataset.copy = quotedWithNotes(copy.dataset);
  const file = event.target.closest?.(`${FILES} button`)?.closest('[class*="st-key-"]');
  if (!file || !isBehind(file)) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  tellNotes();
  awaited = [...file.classList].find((one) => one.startsWith("st-key-"));
  showAwaited();
}, { capture: true });

/* A card that is drawn anew, or elsewhere, takes the box along in which somebody is typing. They go
   on in the new one or, until that is there, in the old one, out of sight. */
let writing = null;
let caret = [0, 0, "none"];  // a box that was taken away does not know
const noteCaret = () => {
  if (writing && writing === document.activeElement)
    caret = [writing.selectionStart, writing.selectionEnd, writing.selectionDirection];
};
document.addEventListener("selectionchange", noteCaret);
const goOn = () => {
  if (!writing || (writing.isConnected && writing.closest("article"))) return;
  const isTaken = document.activeElement !== document.body && document.activeElement !== writing;
  const box = boxes().find((one) => one.dataset.note === writing.dataset.note);
  const before = writing;
  if (isTaken) writing = null;
  if (isTaken || (!box && before.isConnected)) return;
  const at = caret;
  if (!box) {
    before.classList.add("wsis-unplaced");
    document.body.append(before);
  }
  writing = box ?? before;
  writing.focus({ preventScroll: true });
  writing.setSelectionRange(...at);
  if (box) before.remove();
};

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(BOX)) return;
  noteCaret();
  keepNote(target.dataset.note, target.value);
  clearTimeout(waits);
  waits = setTimeout(tellNotes, PAUSE);
});
document.addEventListener("change", ({ target }) => { if (target.matches?.(BOX)) tellNotes(); });
document.addEventListener("focusin", ({ target }) => {
  writing = target.matches?.(BOX) ? target : null;
});
document.addEventListener("focusout", ({ target }) => {
  if (!target.matches?.(BOX)) return;
  tellNotes();
  /* One that was taken away with its card was not left. */
  queueMicrotask(() => {
    if (!target.isConnected || document.activeElement === target) return;
    if (writing === target) writing = null;
    if (!target.closest("article")) target.remove();
  });
});
/* Streamlit gives a file that is to be made a new name in each run: a press on what the run before
   drew finds none. It is pressed again when the page is drawn. */
const MOST_TRIES = 5;
const TRIED_FOR = 30000;  // milliseconds
let file = null;  // the button that was pressed last
document.addEventListener("click", (event) => {
  const button = event.isTrusted && event.target.closest?.(".stDownloadButton button");
  const key = button && [...button.closest('[class*="st-key-"]').classList]
    .find((one) => one.startsWith("st-key-"));
  if (key) file = { key, at: Date.now(), tries: 0 };
}, { capture: true });
const pressAgain = () => {
  if (!file) return;
  const failed = document.querySelector(`.${file.key} [data-testid="stDownloadButtonError"]`);
  const { testScriptState: run } = document.querySelector(".stApp")?.dataset ?? {};
  if (!failed || failed === file.failed) return;
  if (run !== "notRunning") {
    setTimeout(pressAgain, SENT_AFTER);
    return;
  }
  if (file.tries === MOST_TRIES || Date.now() - file.at > TRIED_FOR) {
    file = null;
    return;
  }
  file.tries += 1;
  file.failed = failed;  // it stands there until the new press is answered: twice would break that off
  const { key } = file;
  setTimeout(() => document.querySelector(`.${key} .stDownloadButton button`)?.click(), SENT_AFTER);
};

new MutationObserver(() => { fill(); goOn(); showAwaited(); pressAgain(); })
  .observe(document.body, { childList: true, subtree: true });
fill();

/* As if it were typed: else Streamlit does not hear of it. */
const type = (field, text) => {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  set.call(field, text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

/* --- a draft that is not sent yet ------------------------------------------------------------- */

/* It stays where the page is closed, and where another one is gone to: there the server, which draws
   the box when it is come back to, is told of it. Before, that would break off what is sent. Who comes
   back sooner finds a box that has not heard of it, and gets it from here. */
const DRAFT_BOX = ".st-key-precedents-draft-text textarea";
const DRAWN_IN = 1000;  // milliseconds in which Streamlit may empty a box that it has put there
let draft = null;
let draftBox = null;
document.addEventListener("input", ({ target }) => {
  if (!target.matches?.(DRAFT_BOX)) return;
  draft = target.value;
  write(TYPED, draft);
  isDraftUntold = true;
});
new MutationObserver(() => {
  const box = document.querySelector(DRAFT_BOX);
  if (box === draftBox) return;
  draftBox = box;
  const end = performance.now() + DRAWN_IN;
  const fillIn = () => {
    if (!box || box !== draftBox || draft === null || performance.now() > end) return;
    if (box.value !== draft) type(box, draft);
    requestAnimationFrame(fillIn);
  };
  fillIn();
}).observe(document.body, { childList: true, subtree: true });

/* --- who writes and who tells ---------------------------------------------------------------- */

/* What another tab gathers is here too; what it types is its own business. */
const SHARED = [null, ...[BASKET, REMOVED, "alerts", "draft"].map((name) => PREFIX + name)];
addEventListener("storage", ({ key }) => {
  if (!SHARED.includes(key)) return;
  fill();
  tell();
});

/* --- while the server is away ---------------------------------------------------------------- */

/* Streamlit drops what is pressed while its socket is away, and a server that was started again
   knows nothing of what is pressed on a page that it has not drawn. So nothing is taken until it has:
   it is asked to, by a telling, and what was typed and not sent is put into its boxes again. */
const WAITS = ".stElementContainer:not(:has(> .stHtml)), .wsis-link, .wsis-gather";
const FIELDS = '.stElementContainer :is(input[type="text"], input[type="search"], textarea):not([role="combobox"])';
const LONGEST_WAIT = 20000;  // milliseconds after which a page is taken for drawn

let isThere = false;  // the server has been there
let isAway = false;
let asked = null;
let here = null;  // where somebody is; what is disabled has them no more, and does not say so
let left = null;  // where they were when the server went
const fields = new Map();

const nameOf = (field) => `${field.tagName} ${field.getAttribute("aria-label")}
  ${field.closest('[class*="st-key-"]')?.className}`;
const typeAgain = () => {
  for (const field of document.querySelectorAll(FIELDS)) {
    const text = fields.get(nameOf(field));
    if (text !== undefined && field.value !== text) type(field, text);
  }
  fields.clear();
};

const goAway = () => {
  clearTimeout(asked);
  asked = null;
  if (isAway) return;
  isAway = true;
  left = here;
  for (const field of document.querySelectorAll(FIELDS)) {
    const name = nameOf(field);
    fields.set(name, fields.has(name) ? undefined : field.value);  // two of one name: neither
  }
};
const comeBack = () => {
  clearTimeout(asked);
  asked = null;
  isAway = false;
  for (const one of document.querySelectorAll("[data-wsis-waits]")) {
    one.inert = false;
    delete one.dataset.wsisWaits;
  }
  document.documentElement.classList.remove("wsis-away");
  typeAgain();
  if (left?.isConnected && document.activeElement === document.body)
    left.focus({ preventScroll: true });
};

const watch = () => {
  const { testConnectionState: line, testScriptState: run } =
    document.querySelector(".stApp")?.dataset ?? {};
  if (line === "CONNECTED") isThere = true;
  else if (isThere) goAway();
  if (!isAway) return;
  if (line === "CONNECTED" && asked === null) {
    asked = setTimeout(comeBack, LONGEST_WAIT);
    /* Whoever went back meanwhile sees that page. */
    if (location.pathname === path) tell();
    else dispatchEvent(new PopStateEvent("popstate"));
  } else if (line === "CONNECTED" && way === null && heard >= told.at && run === "notRunning") {
    comeBack();
    return;
  }
  document.documentElement.classList.add("wsis-away");
  for (const one of document.querySelectorAll(WAITS)) {
    if (one.inert) continue;
    one.inert = true;
    one.dataset.wsisWaits = "";
  }
};
new MutationObserver(watch).observe(document.body, {
  childList: true,
  subtree: true,
  attributeFilter: ["data-test-connection-state", "data-test-script-state"],
});
document.addEventListener("focusin", ({ target }) => { here = target; });
document.addEventListener("focusout", ({ target }) => {
  if (!target.disabled && target.isConnected) here = null;
});
/* Keys press too (keys.js). */
document.addEventListener("click", (event) => {
  if (!isAway || !event.target.closest?.(WAITS)) return;
  event.stopImmediatePropagation();
  event.preventDefault();
}, { capture: true });

/* What was gathered is changed by buttons, of a page's own HTML or of Streamlit. What is pressed is
   told like a text, so that it waits on the way to another page, and counts where the page is left at
   once; Streamlit, which would send it for the page that is shown by then, does not hear of it. */
const NAMED = /-press-(put-in|take-out|[a-z]+)-(\S+)/;
const pressOf = (target) => {
  const button = target.closest?.('.wsis-gather, [class*="-press-"] button');
  if (!button || button.dataset.act) return button?.dataset;
  const [, act, of] = button.closest('[class*="-press-"]').className.match(NAMED) ?? [];
  return act && { act, of };
};
document.addEventListener("click", (event) => {
  const press = pressOf(event.target);
  if (!press) return;
  event.stopPropagation();
  const { act, of } = press;
  const now = { at: Date.now() + Math.random(), act, of };  // two of one moment are two
  own.add(now.at);
  write(PRESSED, JSON.stringify([...pressed(), now]));
  tell();
}, { capture: true });

export default function keep({ data, setStateValue }) {
  send = (message) => setStateValue("told", message);
  if (data.page !== page) {
    /* A link that was pressed before this was there to hear of it leads elsewhere. */
    if (page === null) setOut(location.pathname);
    page = data.page;
    if (way === null || goal.endsWith(`/${page}`)) arrive();
  }
  /* A server that was started again knows nothing of what the one before was told. */
  if (data.session !== session) {
    session = data.session;
    applied = heard = 0;
    known = [];
    done.clear();
    tellings.clear();
    isAsked = isAway || Object.keys(texts()).length > 0;
    if (isAsked) tell();
  }
  if (data.heard > heard) {
    heard = data.heard;
    known = tellings.get(heard) ?? [];
    for (const at of tellings.keys()) if (at <= heard) tellings.delete(at);
    done.clear();
  }
  let isOther = false;
  /* A session that does not know yet what is here would write its own in the place of that. */
  if (data.turn > applied && (heard || !isAsked)) {
    applied = data.turn;
    isOther = apply(data.write);
    fill();
  }
  /* What it was told before it knew of this turn, it has not taken. */
  if (isOther || (heard && told.at > heard && told.turn < applied)) tell();
}
