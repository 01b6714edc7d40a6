// suggest.js: suggestions below a search box, loaded when it gets focus (site.js). Without it the form just searches.
// It never writes into the box, so whatever types there (Telex, an IME, a voice) is left alone.
const PAUSE = 150, FEWEST = 2;
const say = text => { document.getElementById('thong-bao').textContent = text; };

const set = (element, attributes) => Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));

const attach = input => {
  if (input.hasAttribute('aria-controls')) return;
  const { suggest, label, many, none } = input.dataset;
  const list = Object.assign(document.createElement('ul'), { className: 'sugg', id: `${input.id}-sugg`, hidden: true });
  set(list, { role: 'listbox', 'aria-label': label });
  input.form.append(list);
  set(input, { role: 'combobox', 'aria-controls': list.id, 'aria-autocomplete': 'list', 'aria-expanded': false });

  let asking, timer, telling, active = -1;
  const known = new Map();

  const choose = index => {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = index;
    const option = list.children[index];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };
  const close = () => {
    clearTimeout(timer);
    clearTimeout(telling);
    asking?.abort();
    choose(-1);
    list.hidden = true;
    set(input, { 'aria-expanded': false });
  };
  const option = ({ parts, kind, url, lang }, index) => {
    const line = Object.assign(document.createElement('li'), { id: `${list.id}-${index}` });
    set(line, { role: 'option', 'aria-selected': false });
    const text = document.createElement('span'), what = Object.assign(document.createElement('span'), { textContent: kind });
    if (lang) text.lang = lang;
    text.append(...parts.map((part, place) => place % 2 ? Object.assign(document.createElement('mark'), { textContent: part }) : part));
    line.dataset.url = new URL(url, location).href;
    line.append(text, what);
    return line;
  };
  const show = (typed, suggestions) => {
    if (document.activeElement !== input || input.value.trim() !== typed) return; // it was typed on meanwhile
    const before = list.children[active]?.dataset.url; // what was chosen stays chosen
    list.replaceChildren(...suggestions.map(option));
    list.hidden = !suggestions.length;
    set(input, { 'aria-expanded': !list.hidden });
    choose(before ? [...list.children].findIndex(line => line.dataset.url === before) : -1);
    clearTimeout(telling);
    telling = setTimeout(say, 700, suggestions.length ? many.replace('{n}', suggestions.length) : none);
  };
  const ask = async typed => {
    asking?.abort();
    asking = new AbortController();
    try {
      if (!known.has(typed)) {
        const answer = await fetch(`${suggest}?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
        if (!answer.ok) throw new Error(answer.status);
        known.set(typed, (await answer.json()).suggestions);
      }
      show(typed, known.get(typed));
    } catch (error) { // the line is cut: the form still searches
      if (error.name !== 'AbortError') close();
    }
  };
  const typed = () => {
    const text = input.value.trim();
    clearTimeout(timer);
    if (text.length < FEWEST) close();
    else timer = setTimeout(ask, PAUSE, text);
  };

  input.addEventListener('input', typed);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', event => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
    const count = list.children.length, open = !list.hidden;
    if (event.key === 'Escape' && open) close();
    else if (event.key === 'Enter' && open && active >= 0) location.assign(list.children[active].dataset.url);
    else if (event.key === 'ArrowDown' && open) choose(active + 1 < count ? active + 1 : -1);
    else if (event.key === 'ArrowUp' && open) choose(active < 0 ? count - 1 : active - 1);
    else if (event.key === 'ArrowDown' && input.value.trim().length >= FEWEST) ask(input.value.trim());
    else return;
    event.preventDefault();
  });
  list.addEventListener('pointerdown', event => event.preventDefault()); // the box keeps the focus
  list.addEventListener('click', event => {
    const line = event.target.closest('[role=option]');
    if (line) location.assign(line.dataset.url);
  });
  if (input.value !== input.defaultValue) typed(); // typed while this was on its way
};

const meet = ({ target }) => target.matches?.('[data-suggest]') && attach(target);
document.addEventListener('focusin', meet);
meet({ target: document.activeElement });
