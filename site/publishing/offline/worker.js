// worker.js: pages that were read lately open without a network, and what they show then never claims to be live.
// The site writes SITE before this: {version, offline, words, untouched, asked, anew, marks, static, media, files}.
const MOST_PAGES = 20, MOST_PICTURES = 150, KEPT_FOR = 14 * 24 * 3600e3;
const NAMES = { pages: `pages-${SITE.version}`, files: `files-${SITE.version}`, pictures: `pictures-${SITE.version}` };
const MARK = new RegExp(`^${SITE.marks}`, 'i');
const ASSETS = new RegExp(`^${SITE.static}(css|js|fonts|img)/`);

// What it touches: pages for reading without the marks of a shared link (the site counts those), and what they are made of.
const ours = url => url.origin === location.origin;
const touched = ({ pathname }) => !SITE.untouched.some(part => pathname.startsWith(part) || pathname.endsWith(part));
const starts = (paths, { pathname }) => paths.some(part => pathname.startsWith(part));
const parts = ({ search }) => search.slice(1).split('&');
const marked = url => parts(url).some(part => MARK.test(part));
const isPage = url => ours(url) && touched(url) && !marked(url);
const isAsked = url => ours(url) && (touched(url) || starts(SITE.asked, url));
const unmarked = url => {
  const query = parts(url).filter(part => part && !MARK.test(part)).join('&');
  return url.origin + url.pathname + (query && `?${query}`);
};
const placeOf = url => ours(url) && (ASSETS.test(url.pathname) ? NAMES.files : url.pathname.startsWith(SITE.media) && NAMES.pictures);

const trim = async (cache, most) => {
  const kept = await cache.keys(); // the oldest first
  await Promise.all(kept.slice(0, -most).map(request => cache.delete(request)));
};

// Only what everybody may read is kept; what is gone, moved or closed by now is forgotten. A fault of the server is neither.
const keep = async (address, answer) => {
  if (answer.status >= 500) return;
  const cache = await caches.open(NAMES.pages), said = name => answer.headers.get(name) ?? '';
  const open = answer.status === 200 && answer.type === 'basic' && /\bpublic\b/.test(said('Cache-Control'));
  const whole = open && said('Content-Type').startsWith('text/html') && await answer.blob(); // a cut line loses no old copy
  await cache.delete(address); // what is put anew comes last, and goes last
  if (!whole) return;
  await cache.put(address, new Response(whole, answer));
  await trim(cache, MOST_PAGES);
};
const keepFile = async (name, address, answer) => {
  const cache = await caches.open(name);
  if (answer.status !== 200 || answer.type !== 'basic' || await cache.match(address)) return;
  await cache.put(address, answer);
  if (name === NAMES.pictures) await trim(cache, MOST_PICTURES);
};

// A kept page says so above everything, and each of its counters since when its number stands.
const CHIP = /<span class="chip chip--(?:live|delayed|stale)" data-chip="\w+" data-clock="([^"]*)">[^]*?<\/span>/g;
// What is true only on the day on which the page was made tells what to say in its place.
const TODAY = /<(p|span|small)(?: [^>]*)? data-today="([^"]*)">[^]*?<\/\1>/g;
const languageOf = html => html.match(/<html[^>]* lang="([\w-]+)"/)?.[1];
const timeOf = (read, language) => {
  const locale = language === 'en' ? 'en-GB' : language, there = { timeZone: 'Asia/Ho_Chi_Minh' }, time = new Date(read);
  return `${time.toLocaleTimeString(locale, { ...there, timeStyle: 'short' })}, ${time.toLocaleDateString(locale, there)}`;
};
const aged = (html, read) => {
  const [page, rest] = html.split('<template id="chips"'), chip = rest?.match(/<span class="chip chip--offline"[^]*?<\/span>/)?.[0];
  const language = languageOf(html), words = SITE.words[language?.toLowerCase()];
  if (!chip || !words || !page.includes('<a class="skip"')) return;
  const kept = chip.replace('data-chip', 'data-kept data-chip');
  const notice = `<aside class="notice kept"><p class="wrap">${words.notice.replace('{t}', timeOf(read, language))} <a href="">${words.again}</a></p></aside>`;
  const told = page.replace(CHIP, (_chip, clock) => kept.replace('{t}', clock)).replace(TODAY, '$2');
  return `${told.replace(/<a class="skip".*?<\/a>/, skip => skip + notice)}<template id="chips"${rest}`;
};
const answerWith = (answer, html) => {
  const headers = new Headers(answer.headers);
  ['Content-Encoding', 'Content-Length', 'ETag'].forEach(name => headers.delete(name));
  return new Response(html, { headers });
};
const read = answer => Date.parse(answer.headers.get('Date'));
const kept = async address => {
  const answer = await caches.match(address, { cacheName: NAMES.pages, ignoreVary: true });
  if (!answer || !(Date.now() - read(answer) < KEPT_FOR)) return;
  const html = aged(await answer.text(), read(answer));
  return html && answerWith(answer, html);
};

// Nothing was kept of it: say so, and tell what can be read.
const titleOf = html => html.match(/<title>([^<]*)/)[1].split(' | ')[0];
const nothing = async ({ pathname }) => {
  const language = Object.keys(SITE.offline).find(code => pathname.startsWith(`/${code}/`)) ?? Object.keys(SITE.offline)[0];
  const page = await caches.match(SITE.offline[language], { cacheName: NAMES.files, ignoreVary: true });
  if (!page) return Response.error();
  const cache = await caches.open(NAMES.pages), links = await Promise.all((await cache.keys()).reverse().map(async ({ url }) => {
    const html = await (await cache.match(url, { ignoreVary: true })).text();
    return `<li lang="${languageOf(html)}"><a href="${url.replaceAll('&', '&amp;')}">${titleOf(html)}</a></li>`;
  }));
  const html = (await page.text()).replace('<!--kept-->', links.join(''));
  return answerWith(page, links.length ? html : html.replace(/<section id="kept">[^]*?<\/section>/, ''));
};

const anew = request => new Request(request, { cache: 'no-cache' }); // going back, too, shows the number of now
const page = async event => {
  const { request } = event;
  try {
    const answer = await fetch(anew(request));
    event.waitUntil(keep(request.url, answer.clone()));
    return answer;
  } catch {
    return await kept(request.url) ?? nothing(new URL(request.url));
  }
};
// What the site counts goes to it as the browser asked, a search anew: nobody keeps either; they fail as the pages do.
const asked = async ({ request }) => {
  const url = new URL(request.url);
  try {
    return await fetch(starts(SITE.anew, url) && !marked(url) ? anew(request) : request);
  } catch {
    return await kept(unmarked(url)) ?? nothing(url);
  }
};
const file = async (event, name) => {
  const { request } = event;
  try {
    const answer = await fetch(request);
    event.waitUntil(keepFile(name, request.url, answer.clone()));
    return answer;
  } catch (away) {
    const answer = await caches.match(request.url, { cacheName: name, ignoreVary: true });
    if (answer) return answer;
    throw away;
  }
};
addEventListener('fetch', event => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (isPage(url)) event.respondWith(page(event));
    else if (isAsked(url) && request.destination === 'document') event.respondWith(asked(event));
    return;
  }
  const name = placeOf(url), from = request.referrer && new URL(request.referrer);
  if (name && !(from && ours(from) && from.pathname.startsWith('/admin/'))) event.respondWith(file(event, name));
});

// Each page tells what it is made of (offline.js); the worker, or its last release's, may have come after it was asked for.
const gather = async ({ page: address, files }) => {
  const there = await caches.match(address, { cacheName: NAMES.pages, ignoreVary: true });
  if (!there) {
    await keep(address, await fetch(address, { cache: 'no-cache', redirect: 'manual' }));
  }
  for (const made of files) {
    const name = placeOf(new URL(made));
    if (name && !await caches.match(made, { cacheName: name, ignoreVary: true })) await keepFile(name, made, await fetch(made));
  }
};
addEventListener('message', event => {
  if (isPage(new URL(event.source.url))) event.waitUntil(gather(event.data).catch(() => {})); // a cut line keeps less
});

addEventListener('install', event => {
  const begin = async () => {
    const cache = await caches.open(NAMES.files);
    await cache.addAll(SITE.files);
  };
  skipWaiting();
  event.waitUntil(begin());
});
addEventListener('activate', event => {
  const begin = async () => { // a deployment brings other files: what was kept of the last one goes
    const current = Object.values(NAMES);
    await Promise.all((await caches.keys()).filter(name => !current.includes(name)).map(name => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(begin());
});
