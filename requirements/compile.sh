#!/bin/sh
# Pins every dependency with its hashes; names no download host. Needs pip-tools and, for the metadata of the wheel, what
# `kg build` made; run it after a change of pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
for name in build test; do
    case $name in build) extra=site ;; *) extra=test ;; esac
    pip-compile -q --extra "$extra" --build-deps-for wheel --build-deps-for editable --generate-hashes \
        --no-emit-options --no-annotate --no-header --strip-extras \
        --allow-unsafe -o "requirements/$name.txt" pyproject.toml
    # The project itself is installed from the checkout.
    sed -i '/^# WARNING: pip install/d; /^# Consider using a hashable/d; /^baimo-kg @/d' "requirements/$name.txt"
done
