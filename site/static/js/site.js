// site.js: enhancement only. Every page reads and works without it.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const { lang } = document.documentElement;
const locale = lang === 'en' ? 'en-GB' : lang;
const joint = { vi: ' ngày ', en: ' on ' }[lang];
const put = (out, text) => { out.textContent = text; };
const say = text => put(document.getElementById('thong-bao'), text);
const chips = document.getElementById('chips');

// Numbers and times as vietnamese/formats.py prints them.
const number = n => Math.round(n).toLocaleString(locale);
const percent = ratio => {
  const tenths = Math.round(ratio * 1000);
  return ((ratio < 1 ? Math.min(tenths, 999) : tenths) / 10).toLocaleString(locale, { minimumFractionDigits: 1 }) + '%';
};
const clock = iso => +iso.slice(11, 13) + iso.slice(13, 16);
const asOf = iso => {
  const day = new Date(iso).toLocaleDateString(locale, {
    timeZone: 'Asia/Ho_Chi_Minh', dateStyle: lang === 'vi' ? undefined : 'long',
  });
  return joint ? clock(iso) + joint + day : `${day} ${clock(iso)}`;
};

// <live-count>: a number that stands in the HTML and rolls only upward, from the one that stood there.
const followed = new Set();
class LiveCount extends HTMLElement {
  connectedCallback() {
    const { live } = this.closest('[data-live]').dataset;
    if (!followed.has(live)) follow(live, followed.add(live));
  }
  roll(to) {
    const { dataset } = this, from = +dataset.value, begin = performance.now();
    dataset.value = to;
    if (dataset.digits) dataset.digits = String(to).length;
    if (calm.matches || to <= from) return put(this, number(to));
    const step = () => {
      if (+dataset.value !== to) return;
      const share = Math.min(1, (performance.now() - begin) / 600);
      put(this, number(from + (to - from) * (1 - (1 - share) ** 3)));
      if (share < 1) requestAnimationFrame(step);
    };
    step();
  }
}

const chip = (state, iso, minutes) => {
  const made = chips.content.querySelector(`[data-chip=${state}]`).cloneNode(true);
  made.lastChild.data = made.lastChild.data.replace('{n}', minutes).replace('{t}', clock(iso));
  return made;
};
const each = (box, name, act) => all(`[data-${name}]`, box).forEach(act);
const tell = (box, name, n) => each(box, name, out => put(out, number(n)));
// The even plan goes on with the clock, so it comes with each number; null where there is none.
const sides = (box, count, plan) => {
  const side = plan === null ? '' : count > plan ? 'ahead' : count < plan ? 'behind' : 'even';
  each(box, 'side', words => { words.hidden = words.dataset.side !== side; });
  if (!side) return;
  tell(box, 'distance', Math.abs(count - plan));
  tell(box, 'plan', plan);
};
const figures = (box, count, plan) => {
  const target = +box.dataset.target;
  each(box, 'value', out => +out.dataset.value !== count && out.roll(count));
  if (!target) return;
  const left = Math.max(0, target - count);
  each(box, 'percent', out => put(out, percent(count / target)));
  tell(box, 'missing', left);
  tell(box, 'over', count - target);
  sides(box, count, plan);
  each(box, 'needed', out => put(out, number(Math.ceil(left / out.dataset.needed))));
  each(box, 'when', side => { side.hidden = (side.dataset.when === 'reached') === left > 0; });
  each(box, 'bar', bar => bar.setAttribute('width', `${Math.min(100, 100 * count / target)}%`));
};
// Parts that parts.js renews keep the time of their own figures, and those of a page kept by the worker its word.
const freshness = (box, state, iso, minutes) => {
  if ('unit' in box.dataset) iso = box.querySelector('time')?.dateTime;
  else each(box, 'as-of', out => { put(out, asOf(iso)); out.parentNode.dateTime = iso; });
  each(box, 'chip', old => {
    const made = chip(state, iso, minutes);
    if (old.textContent !== made.textContent && !('unit' in box.dataset && 'kept' in old.dataset)) old.replaceWith(made);
  });
  each(box, 'pace', pace => { pace.hidden = !/live|delayed/.test(state); });
};

// Milliseconds since the figures were read, by the servers' clocks: caches keep answers.
const lateness = (doc, now) => Math.max(now - Date.parse(doc.read_at) || 0, { delayed: 60001, stale: 900001 }[doc.state] || 0);

// Worth a word to who listens (campaigns/counting/milestones.py): a round number passed, or the goal.
const milestone = (from, to, target) => {
  const step = to > 1e6 ? 1e5 : 5e4, round = to - to % step;
  return from && (from < target && to >= target ? target : from < round && round);
};

// One poll or stream per campaign: never two at once, none while hidden, slower after errors.
const follow = url => {
  const boxes = kind => all(`[data-live="${url}"]${kind}`);
  const age = (epoch, seq) => epoch * 1e9 + +seq;
  let version, fresh, state, shown, errors = 0, busy, timer;

  // What the server said with the page or its parts: the newer one counts, that or what was asked for.
  const read = () => {
    const [first] = boxes('[data-version]');
    if (!first) return;
    const made = age(...first.dataset.version.split('.'));
    if (made <= version) {
      if (made < version) boxes(':not([data-unit])').forEach(box => figures(box, shown.count, shown.plan));
      return version && show(state);
    }
    version = made;
    fresh = Date.now() - first.dataset.late * 1000;
    state = first.querySelector('[data-chip]').dataset.chip;
    const count = !first.dataset.unit && +first.querySelector('[data-value]').dataset.value;
    shown = { as_of: first.querySelector('time')?.dateTime, count };
  };
  const show = told => {
    const minutes = Math.max(1, Math.floor((Date.now() - fresh) / 6e4));
    boxes('').forEach(box => freshness(box, told, shown.as_of, minutes));
    if (told !== state) say(chip(told, shown.as_of, minutes).textContent);
    state = told;
  };
  const aged = () => {
    const late = Date.now() - fresh;
    return late > 9e5 ? 'stale' : late > 6e4 ? 'delayed' : 'live';
  };
  const grow = () => /live|delayed/.test(state) && show(navigator.onLine ? aged() : 'offline');
  const take = (doc, late) => {
    const told = age(doc.epoch, doc.seq), before = version;
    if (doc.count === null || told < before) return grow();
    if (!before) location.reload(); // the first figures ever
    const passed = milestone(shown.count, doc.count, doc.target);
    version = told;
    shown = doc;
    fresh = Date.now() - late;
    if (told > before) boxes(':not([data-unit])').forEach(box => figures(box, doc.count, doc.plan));
    show(/held|final/.test(doc.state) ? doc.state : aged());
    if (passed) say(chips.dataset.passed.replace('{n}', number(passed)));
    document.dispatchEvent(new CustomEvent('figures', { detail: { ...doc, url, version: `${doc.epoch}.${doc.seq}`, state } }));
  };
  const tick = async () => {
    if (document.hidden || busy) return;
    busy = true;
    try {
      const answer = await fetch(url, { cache: 'no-cache', signal: AbortSignal.timeout(2e4) }); // a cut line says nothing
      if (!answer.ok) throw new Error(answer.status);
      const doc = await answer.json(), from = name => answer.headers.get(name);
      hear(doc, lateness(doc, Date.parse(from('Date')) + 1000 * from('Age')), doc.next_ms);
    } catch { // ask again later, and say how old the number is
      later(Math.min(3e5, 1e4 * 2 ** ++errors));
      grow();
    }
    busy = false;
  };
  const later = wait => {
    clearTimeout(timer);
    timer = setTimeout(tick, wait * (0.8 + Math.random() * 0.4));
  };
  const hear = (doc, late, next = 45000) => {
    take(doc, late);
    errors = 0;
    later(next);
  };

  // One stream per browser: the tab that holds the lock listens and tells the others. Polls go on, rarely.
  const { stream } = boxes('[data-stream]')[0]?.dataset ?? {}, tabs = new BroadcastChannel(url);
  let listening;
  const listen = () => {
    listening?.abort();
    if (document.hidden || !stream || !navigator.locks) return;
    const { signal } = listening = new AbortController();
    navigator.locks.request(url, { signal }, () => new Promise(done => {
      const source = new EventSource(stream);
      let now; // by the server's clock, which each number follows
      const stop = signal.onabort = () => { source.close(); done(); };
      source.addEventListener('time', ({ data }) => { now = Date.parse(data); });
      source.onmessage = ({ data }) => {
        const doc = JSON.parse(data), told = [doc, lateness(doc, now)];
        tabs.postMessage(told);
        hear(...told);
      };
      source.onerror = () => {
        if (source.readyState < 2) return; // it comes back by itself
        stop(); // no room: others leave some day
        later(1e4);
        setTimeout(() => listening.signal === signal && listen(), 6e4 * (1 + 4 * Math.random()));
      };
    })).catch(() => {}); // hidden before its turn came
  };
  tabs.onmessage = ({ data }) => document.hidden || hear(...data);
  read();
  later(1e4);
  setTimeout(listen, 1000 + 2000 * Math.random()); // who leaves at once opens none
  setInterval(() => document.hidden || grow(), 5000);
  document.addEventListener('renewed', read);
  document.addEventListener('visibilitychange', () => { listen(); tick(); });
  addEventListener('pageshow', grow);
  addEventListener('offline', grow);
  addEventListener('online', tick);
};
customElements.define('live-count', LiveCount);

const HOSTS = /^https:\/\/(www\.youtube-nocookie|player\.vimeo)\.com\//;
document.addEventListener('click', event => {
  const video = event.target.closest('[data-video]'); // nothing of another host loads before this click
  if (video && HOSTS.test(video.dataset.video)) {
    const frame = Object.assign(document.createElement('iframe'), {
      src: video.dataset.video, title: video.dataset.title, allow: 'autoplay; fullscreen', className: 'video__frame',
    });
    video.replaceWith(frame);
    frame.focus();
  }
});

// What few pages have brings its own script.
new Set(all('[data-module]').map(part => part.dataset.module)).forEach(name => import(name));

// Loaded at first focus.
addEventListener('focusin', ({ target: { dataset: d } }) => d?.onFocus && import(d.onFocus));

// The menu covers a small screen: leaving it by Tab closes it, as does a wider screen.
const menu = document.getElementById('menu');
const close = () => menu?.matches(':popover-open') && menu.hidePopover();
menu?.addEventListener('focusout', ({ relatedTarget: next }) => next && !menu.contains(next) && close());
matchMedia('(min-width: 64rem)').addEventListener('change', close);

// Escape puts away the note at a language that this page lacks.
addEventListener('keydown', ({ key }) => { if (key === 'Escape') document.body.dataset.quiet = ''; });
