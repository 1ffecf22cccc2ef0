// The guest's own page is kept on this phone, so that it opens in a village without signal.
if (navigator.serviceWorker && !("copy" in document.documentElement.dataset)) {
  navigator.serviceWorker.ready.then((worker) => worker.active.postMessage({ keep: [location.pathname] }));
}
