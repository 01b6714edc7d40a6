// offline.js: starts the worker that keeps what was read lately (/sw.js), and tells it which page this is, made of what.
const { serviceWorker } = navigator;
const tell = worker => {
  const { origin, pathname, search } = location, files = performance.getEntriesByType('resource').map(({ name }) => name);
  worker.postMessage({ page: origin + pathname + search, files });
};
const begin = async () => {
  await serviceWorker.register('/sw.js');
  tell((await serviceWorker.ready).active);
};
const start = () => begin().catch(() => {}); // a browser that keeps nothing reads as before
serviceWorker?.addEventListener('controllerchange', () => tell(serviceWorker.controller)); // a new release kept nothing yet
if (serviceWorker) document.readyState === 'complete' ? start() : addEventListener('load', start);
