# The app and the interfaces for programs. Everything comes from the registries of images and packages.
FROM python:3.13-slim

# Files that people send are read by libraries for their formats: they get no rights here.
RUN useradd --create-home --uid 10001 wsis \
    && mkdir /data && chown wsis /data

# Left out is what the bundled model does without, and what makes an image of several gigabytes.
# For other models of sentence-transformers: docker compose build --build-arg WITHOUT=
ARG WITHOUT="torch sentence-transformers"
COPY pyproject.toml requirements.lock README.md LICENSE /src/
RUN python -c "import tomllib; print(*(line for line in tomllib.load(open('/src/pyproject.toml', 'rb'))['project']['dependencies'] if line.split('>')[0] not in '${WITHOUT}'.split()), sep='\n')" > /src/needed \
    && pip install --no-cache-dir -c /src/requirements.lock -r /src/needed pymilvus

COPY corpus /src/corpus
COPY ingest /src/ingest
COPY index /src/index
COPY search_app /src/search_app
RUN pip install --no-cache-dir --no-deps /src && rm -r /src

ENV WSIS_SEARCH_INDEX=/data/index \
    WSIS_SEARCH_TOKENS=/data/tokens \
    WSIS_SEARCH_STATE=/data/state \
    WSIS_SEARCH_CACHE=/data/cache \
    HF_HUB_OFFLINE=1

USER wsis
WORKDIR /data
VOLUME /data
EXPOSE 8501

HEALTHCHECK --interval=30s --timeout=5s --start-period=120s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]

ENTRYPOINT ["wsis-search"]
CMD ["serve", "--host", "0.0.0.0"]
