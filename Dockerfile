# The app and the interfaces for programs. Everything comes from the registries of images and packages.
# The digest decides which base it is; the tag says its name. docs/operators.md says how to renew both.
ARG BASE=python:3.13.15-slim-trixie@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
FROM ${BASE}

# Files that people send are read by libraries for their formats: they get no rights here.
RUN useradd --create-home --uid 10001 wsis \
    && mkdir /data && chown wsis /data

# Left out is what the bundled model does without, and what makes an image of several gigabytes.
# For other models of sentence-transformers: docker compose build --build-arg WITHOUT=
ARG WITHOUT="torch sentence-transformers"
ARG LOCKED="--no-cache-dir --require-hashes --no-deps --no-build-isolation"
COPY requirements /src/requirements
RUN pip install ${LOCKED} -r /src/requirements/build.lock \
    && pip install ${LOCKED} -r /src/requirements/program.lock -r /src/requirements/milvus.lock \
    && if [ -z "${WITHOUT}" ]; then \
        pip install ${LOCKED} -r /src/requirements/models.lock && pip install --no-cache-dir "torch>=2.9,<3"; \
    fi

COPY pyproject.toml hatch_build.py README.md LICENSE /src/
COPY corpus /src/corpus
COPY ingest /src/ingest
COPY index /src/index
COPY search_app /src/search_app
RUN pip install --no-cache-dir --no-deps --no-build-isolation /src && rm -r /src

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
