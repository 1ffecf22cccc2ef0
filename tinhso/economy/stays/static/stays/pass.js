// The guest's own page is kept on this phone, so that it opens in a village without signal.
if (window.caches && navigator.onLine && !("copy" in document.documentElement.dataset)) {
  caches.open("passes").then((cache) => cache.add(location.pathname)).catch(() => {});
}
