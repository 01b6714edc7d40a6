// embed.js: keeps the counter in another site's frame fresh. Without it the frame reloads itself every five minutes.
(() => {
  const main = () => document.querySelector('main');
  const order = box => { const [epoch, seq] = box.dataset.version.split('.'); return epoch * 1e9 + +seq; };
  const readAt = box => Date.now() - box.dataset.late * 1000;
  let fresh = readAt(main()), errors = 0, busy, timer;

  // The server words every number; here its newest answer only takes the place of an older one.
  const take = html => {
    const next = new DOMParser().parseFromString(html, 'text/html').querySelector('main[data-version]');
    if (!next) throw new Error('no counter');
    if (order(next) < order(main())) return;
    fresh = readAt(next);
    if (next.outerHTML === main().outerHTML) return;
    const held = main().contains(document.activeElement);
    main().replaceWith(next);
    if (held) next.querySelector('a').focus();
  };
  // Nothing comes: the number stays, and says how old it is.
  const grow = () => {
    const old = main().querySelector('[data-chip=live], [data-chip=delayed]');
    const late = Date.now() - fresh;
    if (!old || late < 60000) return;
    const chip = document.getElementById('chips').content.querySelector(`[data-chip=${late > 900000 ? 'stale' : 'delayed'}]`).cloneNode(true);
    chip.lastChild.data = chip.lastChild.data.replace('{n}', Math.floor(late / 60000)).replace('{t}', main().dataset.clock);
    old.replaceWith(chip);
  };
  const tick = async () => {
    if (document.hidden || busy) return;
    busy = true;
    let wait = Math.min(300000, 20000 * 2 ** errors++); // where it is away or wrong
    try {
      const answer = await fetch(location.href, { cache: 'no-cache', credentials: 'omit', signal: AbortSignal.timeout(20000) });
      if (!answer.ok) throw new Error(answer.status);
      take(await answer.text());
      errors = 0;
      wait = +main().dataset.next;
    } catch {
      grow();
    } finally {
      busy = false;
      later(wait);
    }
  };
  const later = wait => {
    clearTimeout(timer);
    timer = setTimeout(tick, wait * (0.8 + Math.random() * 0.4));
  };
  later(main().dataset.next);
  document.addEventListener('visibilitychange', tick);
  addEventListener('online', tick);
})();
