/* Keeps texts in the browser's storage, and tells the server which there are (kept.py). */

const PREFIX = "wsis-search.";
const TRIED = `${PREFIX}tried`;

let applied = 0;
let isRefused = false;
let session = null;
let tell = () => {};
let gather = () => {};

const texts = () => {
  const found = {};
  try {
    localStorage.setItem(TRIED, "1");
    localStorage.removeItem(TRIED);
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at);
      if (key.startsWith(PREFIX)) found[key.slice(PREFIX.length)] = localStorage.getItem(key);
    }
  } catch {
    isRefused = true;
  }
  if (isRefused) found.refused = "1";
  return found;
};

/* A text that is too long for what room there is leaves what was there before. */
const write = (name, text) => {
  try {
    if (text === null) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
    return true;
  } catch {
    return false;
  }
};

/* What another tab gathers is here too; what it types is its own business. */
const SHARED = [null, `${PREFIX}basket`, `${PREFIX}basket-removed`, `${PREFIX}alerts`, `${PREFIX}draft`];
addEventListener("storage", (event) => {
  if (SHARED.includes(event.key)) tell(texts());
});

/* A passage is put into the basket, or taken out, by a button of a page's own HTML. */
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".wsis-gather");
  if (button) gather(Number(button.dataset.passage));
});

export default function keep({ data, setStateValue, setTriggerValue }) {
  gather = (passage) => setTriggerValue("gather", passage);
  tell = (found) => setStateValue("told", JSON.stringify(found));
  /* A server that was started again knows nothing of what the one before was told. */
  if (data.session !== session) {
    session = data.session;
    applied = 0;
    const found = texts();
    if (Object.keys(found).length) tell(found);
  }
  if (data.turn > applied) {
    applied = data.turn;
    const done = data.write.map(([name, text]) => write(name, text));
    if (done.includes(false) && !isRefused) {
      isRefused = true;
      tell(texts());
    }
  }
}
