# Leggro's one image: web, worker, beat, sweeper and migrations differ only by command.
FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/leggro \
    && /opt/leggro/bin/pip install --no-cache-dir --no-deps --require-hashes \
       --only-binary :all: -r requirements.txt

FROM python:3.13-slim
ENV PATH=/opt/leggro/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    REMAP_SIGTERM=SIGQUIT
RUN useradd --system --uid 10001 --home-dir /srv/leggro --no-create-home leggro
WORKDIR /srv/leggro
COPY --from=build /opt/leggro /opt/leggro
COPY manage.py ./
COPY config ./config
COPY api ./api
COPY diary ./diary
# Only to name the static files: the image carries no key and no database.
RUN DEMO=1 python manage.py collectstatic --noinput
RUN install --directory --owner leggro --mode 700 /var/lib/leggro /var/lib/leggro/exports
USER leggro
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "4", \
     "--graceful-timeout", "20", "--no-control-socket"]
