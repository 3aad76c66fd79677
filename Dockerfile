# docker build --tag servicelint .
# docker run --rm --volume "$PWD:/copy" servicelint                          checks the current folder
# docker run --rm --volume "$PWD:/copy" servicelint explain sure-reply       any other command
# docker run --rm --volume "$PWD:/copy" --user "$(id -u)" servicelint check --fix      writes files as you
# There is no git in it: for `check --since`, build upon it with git added.
FROM python:3.12-slim AS build
WORKDIR /build
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY servicelint servicelint
COPY rules rules
RUN python -m venv /opt/servicelint \
    && /opt/servicelint/bin/pip install --no-cache-dir --no-compile . \
    && /opt/servicelint/bin/python -m compileall -q /opt/servicelint/lib

FROM python:3.12-slim
COPY --from=build /opt/servicelint /opt/servicelint
ENV PATH="/opt/servicelint/bin:$PATH" \
    PYTHONUTF8=1 \
    SERVICELINT_CACHE_DIR=/tmp/servicelint
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin servicelint
USER 10001
WORKDIR /copy
ENTRYPOINT ["servicelint"]
CMD ["check"]
