// The front door leads to the reader's language; the address keeps what stands after the #.
location.replace(`${/^zh/i.test(navigator.language) ? "zh" : "en"}/index.html${location.hash}`);
