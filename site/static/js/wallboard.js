// wallboard.js: a screen that nobody touches for weeks. site.js keeps its numbers fresh; this renews everything else.
(() => {
  const EVERY = 60000, SHIFT = 600000, PATIENCE = 20000;
  const wall = () => document.querySelector('main.wall');
  const asOf = root => root.querySelector('time')?.dateTime ?? '';
  const files = page => [...page.querySelectorAll('script[src], link[rel=stylesheet]')].map(file => file.getAttribute('src') ?? file.getAttribute('href'));
  const ask = async address => {
    const answer = await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(answer.status);
    return answer.text();
  };

  // A new deployment brings a new script. The page only goes once everything of the next one is here.
  const renew = async page => {
    if (performance.now() < 10 * EVERY || String(files(page)) === String(files(document))) return;
    await Promise.all(files(page).map(ask));
    location.reload();
  };
  const tick = async () => {
    try {
      const page = new DOMParser().parseFromString(await ask(location.href), 'text/html');
      const next = page.querySelector('main.wall'); // a captive portal's page has none
      if (next?.dataset.wall === wall().dataset.wall) {
        if (asOf(next) >= asOf(wall())) {
          wall().replaceWith(next);
          document.dispatchEvent(new Event('renewed')); // site.js puts a still newer number over it
        }
        await renew(page);
      }
    } catch { /* away: the last figures stay, and site.js lets them say how old they are */ }
    setTimeout(tick, EVERY * (0.8 + Math.random() * 0.4));
  };
  setTimeout(tick, EVERY);

  // Nothing burns in: every ten minutes all of it moves by a little, round a small square.
  let shift = 0;
  setInterval(() => { document.documentElement.dataset.shift = ++shift % 4; }, SHIFT);

  // The screen stays on where the browser may say so; a refusal changes nothing that is shown.
  const awake = () => document.hidden || navigator.wakeLock?.request('screen').catch(() => {});
  document.addEventListener('visibilitychange', awake);
  awake();
})();
