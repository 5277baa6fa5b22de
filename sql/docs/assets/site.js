// Search over window.SEARCH: [page, anchor, name, meaning]. Every word must be in the name or the meaning; names count first.
(() => {
  const input = document.getElementById('search');
  const list = document.getElementById('list');
  const found = document.getElementById('found');
  const MOST = 60;

  const rank = ([, anchor, name], words) => {
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (words.some((word) => last === word)) return anchor ? 1 : 0;
    if (words.every((word) => last.includes(word))) return anchor ? 3 : 2;
    return 4;
  };

  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.hidden = words.length > 0;
    found.hidden = words.length === 0;
    const hits = window.SEARCH.filter(([, , name, meaning]) => {
      const text = `${name} ${meaning}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
      .map((entry) => [rank(entry, words), entry])
      .sort(([a], [b]) => a - b);
    found.replaceChildren(
      ...hits.slice(0, MOST).map(([, [page, anchor, name, meaning]]) => {
        const link = document.createElement('a');
        link.href = `${page}.html${anchor ? `#${anchor}` : ''}`;
        link.textContent = name;
        const text = document.createElement('span');
        text.textContent = meaning;
        link.append(text);
        const item = document.createElement('li');
        item.append(link);
        return item;
      }),
    );
    if (words.length > 0 && hits.length === 0) found.textContent = 'Nothing found.';
    if (hits.length > MOST) found.append(`${hits.length - MOST} more`);
  };

  input.addEventListener('input', search);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      input.value = '';
      search();
    }
    if (event.key === 'Enter') found.querySelector('a')?.click();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === '/' && document.activeElement !== input) {
      event.preventDefault();
      input.focus();
    }
  });
  const side = document.querySelector('aside');
  const current = list.querySelector('[aria-current]');
  // Above the page, as on a telephone, the list begins with the search.
  if (current && getComputedStyle(side).position === 'sticky')
    side.scrollTop = current.offsetTop - side.clientHeight / 2;
  const graph = document.querySelector('.graph .here');
  const box = graph?.closest('.scroll');
  if (box) {
    const { left, width } = graph.getBoundingClientRect();
    box.scrollLeft = left - box.getBoundingClientRect().left - (box.clientWidth - width) / 2;
  }
  search();
})();
