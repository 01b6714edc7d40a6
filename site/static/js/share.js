// share.js: what the share bar does beyond plain links; site.js loads it where there is a bar. Asks no network for anything.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = text => { document.getElementById('thong-bao').textContent = text; };
const agent = navigator.userAgent;
const tablet = /Macintosh/.test(agent) && navigator.maxTouchPoints > 1; // an iPad says that it is a Mac
const os = /android/i.test(agent) ? 'android' : /iphone|ipad|ipod/i.test(agent) || tablet ? 'ios' : '';

const write = async text => {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement('textarea'), { value: text, readOnly: true, className: 'vh' });
  const focused = document.activeElement; // plain http: the old way
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focused?.focus();
  if (!done) throw new Error('not copied');
};
const copy = async button => {
  const label = button.querySelector('span');
  button.dataset.label ??= label.textContent;
  const done = await write(button.dataset.copy).then(() => button.dataset.done, () => button.dataset.failed);
  label.textContent = done;
  say(''); // said once more if it is copied once more
  setTimeout(say, 100, done);
  setTimeout(() => { label.textContent = button.dataset.label; }, 2500);
};

const close = (box, back) => {
  box.open = false;
  if (back) box.querySelector('summary').focus();
};
const open = () => all('.share details[open]');

document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy], [data-webshare]');
  if (button?.dataset.copy) copy(button);
  if (button?.dataset.webshare) {
    navigator.share({ title: button.dataset.title, url: button.dataset.webshare }).catch(() => {}); // closed again: nothing to say
  }
  open().forEach(box => box.contains(event.target) || close(box));
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') open().forEach(box => close(box, box.contains(document.activeElement)));
});
document.addEventListener('focusout', ({ target, relatedTarget }) => {
  const box = target.closest('.share details[open]');
  if (box && relatedTarget && !box.contains(relatedTarget)) close(box);
});

all('[data-copy]').forEach(button => { button.hidden = false; });
all('[data-webshare]').forEach(button => { button.hidden = !navigator.share; });
all('[data-os]').forEach(link => { link.hidden = !link.dataset.os.split(' ').includes(os); });
all('[data-not-os]').forEach(box => { box.hidden = box.dataset.notOs.split(' ').includes(os); });
