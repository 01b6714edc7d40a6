// parts.js: puts newer parts, all of one snapshot, in the place of those of a page that show figures.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const here = () => location.pathname + location.search;

// Turn a piece of the page into another one and keep what stays: focus, scroll, selection, an open table.
const akin = (a, b) => a.nodeName === b.nodeName && a.id === b.id && a.getAttribute?.('class') === b.getAttribute?.('class');
const turn = (old, next) => {
  if (old.isEqualNode(next)) return;
  if (!old.attributes) { // a text
    old.data = next.data;
    return;
  }
  [...old.attributes].forEach(({ name }) => next.hasAttribute(name) || name === 'open' || old.removeAttribute(name));
  [...next.attributes].forEach(({ name, value }) => old.getAttribute(name) === value || old.setAttribute(name, value));
  let at = old.firstChild;
  const drop = until => {
    while (at !== until) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  };
  [...next.childNodes].forEach(child => {
    let like = at;
    while (like && !akin(like, child) && child.attributes) like = like.nextSibling;
    if (!like || !akin(like, child)) return old.insertBefore(child, at);
    drop(like);
    at = like.nextSibling;
    turn(like, child);
  });
  drop(null);
};

// What the server said of each campaign when it made this page.
const sure = state => /live|delayed/.test(state) || state;
const reached = (count, target) => !!target && count >= target;
let said, madeAt;
const read = () => {
  said = new Map();
  all('[data-live][data-version]').forEach(box => {
    const { live, version, target, unit } = box.dataset, chip = box.querySelector('[data-chip]'), number = box.querySelector('[data-value]');
    const whole = unit ? {} : { target, reached: reached(+number.dataset.value, +target) };
    said.set(live, { ...said.get(live), version, sure: sure(chip.dataset.chip), ...whole });
  });
  madeAt = Date.now();
};
read();

let asking;
const renew = async () => {
  asking?.abort(); // of two quick clicks the later one counts
  const mine = asking = new AbortController();
  madeAt = Date.now(); // a failed one, too, is tried again later
  try {
    const wanted = here();
    const answer = await fetch(location, { signal: mine.signal, cache: 'no-cache' }); // never what this browser keeps
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (wanted !== here()) return;
    const made = all('[data-part]', page), focused = document.activeElement, { href } = focused;
    all('[data-part]').forEach(part => {
      const place = made.findIndex(other => akin(part, other));
      if (place >= 0) turn(part, made.splice(place, 1)[0]);
    });
    if (!focused.isConnected || focused.href !== href) { // its row may have moved
      all(focused.localName).find(other => other.href === href)?.focus({ preventScroll: true });
    }
    read();
    document.dispatchEvent(new Event('renewed'));
    return page;
  } finally {
    if (asking === mine) asking = null;
  }
};

// A new snapshot is worth new parts after as many seconds as they say; a passed goal or a lost source is so sooner.
document.addEventListener('figures', ({ detail: { url, version, state, count, target } }) => {
  const made = said.get(url), age = Date.now() - madeAt, parts = all('[data-part]');
  if (!made || asking || !parts.length) return;
  const other = 'target' in made && (+made.target !== +target || made.reached !== reached(count, target));
  const patience = Math.min(...parts.map(part => part.dataset.part * 1000));
  const due = made.sure !== sure(state) || other ? age > 1e4 : made.version !== version && age > patience;
  if (due || age > 9e5) renew().catch(() => {});
});

// Links that choose how a part is shown only change the parts.
let place = here();
const go = async () => {
  const page = await renew().catch(error => error.name === 'AbortError' || location.reload());
  if (!page?.querySelector) return;
  place = here();
  document.getElementById('thong-bao').textContent = page.querySelector('[data-chosen]').textContent;
};
addEventListener('popstate', () => {
  if (place !== here() && document.querySelector('[data-part] .choices')) go();
});
document.addEventListener('click', event => {
  const link = event.target.closest('[data-part] .choices a');
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  link.focus({ preventScroll: true });
  go();
});
