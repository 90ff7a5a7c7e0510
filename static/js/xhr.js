// In place of fetch where a progress is told, which fetch does not do.
const headersOf = (xhr) => xhr.getAllResponseHeaders().trim().split(/[\r\n]+/).map((line) => line.split(/:\s*(.*)/, 2));

// `progress` is given a share from 0 to 1; `sent` is called when all has left; `answer` gives the Response of the request.
export const byXhr = ({ begins, progress, sent, answer }) => (address, { method, headers, body }) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, address);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    xhr.upload.onload = sent;
    xhr.onerror = () => reject(new TypeError("no answer"));
    xhr.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    xhr.onload = () => resolve(answer(xhr.status, xhr.responseText, headersOf(xhr)));
    begins(xhr);
    xhr.send(body);
  });
