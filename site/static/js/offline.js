// offline.js: starts the worker that keeps what was read lately (/sw.js), and tells it what this page is made of.
const { serviceWorker } = navigator;
const begin = async () => {
  const first = !serviceWorker.controller, { origin, pathname, search } = location;
  await serviceWorker.register('/sw.js');
  const { active } = await serviceWorker.ready;
  const files = performance.getEntriesByType('resource').map(({ name }) => name);
  active.postMessage({ page: first && origin + pathname + search, files });
};
const start = () => begin().catch(() => {}); // a browser that keeps nothing reads as before
if (serviceWorker) document.readyState === 'complete' ? start() : addEventListener('load', start);
