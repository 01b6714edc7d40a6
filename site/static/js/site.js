// site.js: progressive enhancement only. Every page reads and works without it.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const vi = document.documentElement.lang === 'vi';
  const locale = vi ? 'vi-VN' : 'en-GB';
  const put = (out, text) => { out.textContent = text; };
  const say = text => put(document.getElementById('thong-bao'), text);

  // Numbers and times as vietnamese/formats.py prints them.
  const number = n => Math.round(n).toLocaleString(locale);
  const percent = ratio => {
    const tenths = Math.round(ratio * 1000);
    return ((ratio < 1 ? Math.min(tenths, 999) : tenths) / 10).toLocaleString(locale) + '%';
  };
  const clock = iso => +iso.slice(11, 13) + iso.slice(13, 16);
  const asOf = iso => clock(iso) + (vi ? ' ngày ' : ' on ') + new Date(iso).toLocaleDateString(locale, {
    timeZone: 'Asia/Ho_Chi_Minh', day: 'numeric', month: vi ? 'numeric' : 'long', year: 'numeric',
  });

  const read = async (address, kind = 'json') => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    return answer[kind]();
  };

  // A number rolls only upward, from the one that stood there.
  const roll = (out, to) => {
    const from = +out.dataset.value;
    out.dataset.value = to;
    if (out.dataset.digits) out.dataset.digits = String(to).length;
    if (calm.matches || to <= from) return put(out, number(to));
    const begin = performance.now();
    const step = () => {
      if (+out.dataset.value !== to) return;
      const share = Math.min(1, (performance.now() - begin) / 600);
      put(out, number(from + (to - from) * (1 - (1 - share) ** 3)));
      if (share < 1) requestAnimationFrame(step);
    };
    step();
  };

  // The field of rings, filled as campaigns/rings.py fills it: whole columns, then the last one from its top.
  const fill = (svg, count, target) => {
    const [rows, total, ring] = svg.dataset.rings.split(' ');
    const filled = count < target ? Math.min(total - 1, Math.floor(count / ring)) : +total;
    const row = filled % rows * 10, column = Math.floor(filled / rows) * 10, now = svg.querySelector('.now');
    svg.querySelector('.filled').setAttribute('d', `M0 0h${column}v${rows * 10}H0zM${column} 0h10v${row}h-10z`);
    now.setAttribute('visibility', filled < total ? 'visible' : 'hidden');
    now.setAttribute('cx', column + 5);
    now.setAttribute('cy', row + 5);
  };

  const chip = (state, iso, minutes) => {
    const made = document.getElementById('chips').content.querySelector(`[data-chip=${state}]`).cloneNode(true);
    made.lastChild.data = made.lastChild.data.replace('{n}', minutes).replace('{t}', clock(iso));
    return made;
  };
  const each = (box, name, act) => all(`[data-${name}]`, box).forEach(act);
  const figures = (box, count, rank) => {
    const target = +box.dataset.target;
    each(box, 'value', out => +out.dataset.value !== count && roll(out, count));
    each(box, 'rank', out => put(out, rank));
    if (target) {
      const left = Math.max(0, target - count);
      each(box, 'percent', out => put(out, percent(count / target)));
      each(box, 'missing', out => put(out, number(left)));
      each(box, 'over', out => put(out, number(count - target)));
      each(box, 'ahead', out => put(out, number(Math.abs(count - box.dataset.plan))));
      each(box, 'needed', out => put(out, number(Math.ceil(left / out.dataset.needed))));
      each(box, 'when', side => { side.hidden = (side.dataset.when === 'reached') === left > 0; });
      each(box, 'bar', bar => bar.setAttribute('width', `${Math.min(100, 100 * count / target)}%`));
      each(box, 'rings', svg => fill(svg, count, target));
    }
  };
  const freshness = (box, state, iso, minutes) => {
    each(box, 'as-of', out => { put(out, asOf(iso)); out.parentNode.dateTime = iso; });
    each(box, 'chip', old => old.replaceWith(chip(state, iso, minutes)));
    each(box, 'pace', pace => { pace.hidden = !/live|delayed|final/.test(state); });
  };

  // One poll per campaign on the page: never two at once, none while hidden, slower after errors.
  const follow = url => {
    const boxes = kind => all(`[data-live="${url}"]${kind}`);
    const [first] = boxes('');
    const age = (epoch, seq) => epoch * 1e9 + +seq;
    let version = age(...first.dataset.version.split('.'));
    let fresh = Date.now() - first.dataset.late * 60000;
    let state = first.querySelector('[data-chip]')?.dataset.chip;
    let shown = { as_of: first.querySelector('time')?.dateTime };
    let errors = 0, busy, timer, units, unitsAt = 0;

    const show = told => {
      const minutes = Math.max(1, Math.floor((Date.now() - fresh) / 60000));
      boxes('').forEach(box => freshness(box, told, (box.matches('[data-unit]') && units || shown).as_of, minutes));
      if (told !== state) say(chip(told, shown.as_of, minutes).textContent);
      state = told;
    };
    // Units change with the detail document, which is larger and so asked for once a minute at most.
    const detail = async address => {
      if (!boxes('[data-unit]').length || Date.now() - unitsAt < 60000) return;
      unitsAt = Date.now();
      units = await read(address);
      units.units.forEach(unit => boxes(`[data-unit="${unit.code}"]`).forEach(box => figures(box, unit.count, unit.rank)));
    };
    const take = async doc => {
      const told = age(doc.epoch, doc.seq), before = version;
      if (doc.count === null || told < before) return;
      if (!before) location.reload(); // the first figures ever
      version = told;
      shown = doc;
      if (told > before) {
        fresh = Date.now() - 60000;
        boxes(':not([data-unit])').forEach(box => figures(box, doc.count));
        await detail(doc.detail);
      }
      if (doc.state === 'live') fresh = Date.now();
      show(doc.state);
    };
    const tick = async () => {
      if (document.hidden || busy) return;
      busy = true;
      let wait;
      try {
        const doc = await read(url);
        wait = doc.next_ms;
        await take(doc);
        errors = 0;
      } catch { // away or wrong: ask again later, and say how old the number is
        wait = Math.min(300000, 10000 * 2 ** ++errors);
        const late = Date.now() - fresh;
        if (/live|delayed/.test(state) && late > 60000) show(late > 900000 ? 'stale' : 'delayed');
      }
      busy = false;
      later(wait);
    };
    const later = wait => {
      clearTimeout(timer);
      timer = setTimeout(tick, wait * (0.8 + Math.random() * 0.4));
    };
    later(10000);
    document.addEventListener('visibilitychange', tick);
  };
  new Set(all('[data-live]').map(box => box.dataset.live)).forEach(follow);

  // A part of the page whose links only change that part.
  const here = () => location.pathname + location.search;
  let place = here();
  const swap = async () => {
    const html = await read(location, 'text').catch(() => location.reload());
    const page = new DOMParser().parseFromString(html, 'text/html');
    const next = page.querySelector('[data-swap]');
    const old = document.querySelector('[data-swap]');
    const link = all('.choices a', next)[all('.choices a', old).indexOf(document.activeElement)];
    old.replaceWith(next);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: 'nearest', inline: 'center' });
    say(next.querySelector('[data-swapped]').textContent);
    place = here();
  };
  addEventListener('popstate', () => {
    if (place !== here() && document.querySelector('[data-swap]')) swap();
  });

  const HOSTS = /^https:\/\/(www\.youtube-nocookie|player\.vimeo)\.com\//;
  document.addEventListener('click', async event => {
    const link = event.target.closest('[data-swap] .choices a');
    if (link && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      history.pushState(null, '', link.href);
      link.focus({ preventScroll: true });
      swap();
    }
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      const label = copy.querySelector('span');
      copy.dataset.label ??= label.textContent;
      const done = await navigator.clipboard.writeText(copy.dataset.copy).then(() => copy.dataset.done, () => copy.dataset.failed);
      put(label, done);
      say(done);
      setTimeout(put, 2500, label, copy.dataset.label);
    }
    const video = event.target.closest('[data-video]'); // nothing of another host loads before this click
    if (video && HOSTS.test(video.dataset.video)) {
      const frame = Object.assign(document.createElement('iframe'), {
        src: video.dataset.video, title: video.dataset.title, allow: 'autoplay; fullscreen', className: 'video__frame',
      });
      video.replaceWith(frame);
      frame.focus();
    }
  });

  // What only works with a script shows with it; Zalo's links only on the phones that know them.
  if (navigator.clipboard) all('[data-copy]').forEach(button => { button.hidden = false; });
  all('[data-os]').forEach(link => { link.hidden = !RegExp(link.dataset.os, 'i').test(navigator.userAgent); });

  // The menu covers a small screen: leaving it by Tab closes it.
  const menu = document.getElementById('menu');
  menu?.addEventListener('focusout', event => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget) && menu.matches(':popover-open')) menu.hidePopover();
  });
})();
