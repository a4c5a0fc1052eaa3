(function () {
  var id = 'commworld-ranks';
  function arrange(root, open) {
    root.querySelectorAll('.cw-run').forEach(function (run) {
      var first = run.querySelector('summary').dataset.open === 'true';
      run.open = open ? open[run.dataset.run] === undefined ? first : open[run.dataset.run] : first;
    });
  }
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
