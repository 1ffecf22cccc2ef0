# The product in one container; see docs/operate.md. Not part of the tests.
FROM docker.io/library/python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends espeak-ng opus-tools && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --home-dir /srv/tinhso tinhso
WORKDIR /srv/tinhso/app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY . .
RUN mkdir -p /srv/tinhso/var build && chown tinhso: /srv/tinhso/var build && chmod 750 /srv/tinhso/var
USER tinhso
ENV MODE=production VAR=/srv/tinhso/var
VOLUME /srv/tinhso/var
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "manage.py", "run", "--bind", "0.0.0.0:8000"]
