(function () {
  var id = 'commworld-ranks';
  function arrange(root, open) {
    root.querySelectorAll('.cw-run').forEach(function (run) {
      var first = run.querySelector('summary').dataset.open === 'true';
      sort(run);
      run.open = open ? open[run.dataset.run] === undefined ? first : open[run.dataset.run] : first;
    });
  }
  // Of each run, the column that its ranks are sorted by, from 1, negative if falling.
  var orders = {};
  function key(row, column) {
    var cell = row.cells[column];
    var text = cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
    return text === '' || isNaN(text) ? text : Number(text);
  }
  function sort(run) {
    var order = orders[run.dataset.run];
    if (!order) { return; }
    var table = run.querySelector('.cw-table');
    var column = Math.abs(order) - 1;
    var rows = Array.from(table.tBodies[0].rows);
    rows.sort(function (a, b) {
      var x = key(a, column), y = key(b, column);
      var numbers = typeof x === 'number' && typeof y === 'number';
      return (order < 0 ? -1 : 1) * (numbers ? x - y : String(x).localeCompare(String(y)));
    });
    rows.forEach(function (row) { table.tBodies[0].appendChild(row); });
    Array.from(table.tHead.rows[0].cells).forEach(function (head, i) {
      if (i === column) { head.setAttribute('aria-sort', order < 0 ? 'descending' : 'ascending'); }
      else { head.removeAttribute('aria-sort'); }
    });
  }
  document.addEventListener('click', function (event) {
    var button = event.target.closest('.cw-table th button');
    if (!button) { return; }
    var run = button.closest('.cw-run');
    var column = button.closest('th').cellIndex + 1;
    orders[run.dataset.run] = orders[run.dataset.run] === column ? -column : column;
    sort(run);
  });
  function refresh() {
    var root = document.getElementById(id);
    if (root.dataset.live !== 'true') { return; }
    if (document.hidden) { setTimeout(refresh, 2000); return; }
    fetch(location.href, {cache: 'no-store'})
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        var fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(id);
        if (fresh) {
          var open = {};
          root.querySelectorAll('.cw-run').forEach(function (run) { open[run.dataset.run] = run.open; });
          arrange(fresh, open);
          fresh.dataset.refreshes = Number(root.dataset.refreshes || 0) + 1;
          root.replaceWith(fresh);
        }
        setTimeout(refresh, 2000);
      })
      .catch(function () { setTimeout(refresh, 5000); });
  }
  arrange(document.getElementById(id));
  setTimeout(refresh, 2000);
})();
