"""Builds the empty package that pre-commit installs for `language: python`.

It holds metadata only: a dependency on the wheel of the version that
Cargo.toml states. It compiles nothing and imports nothing but the standard
library, so that the hook is installed by one download.
"""

import base64
import hashlib
import os
import re
import zipfile

NAME = "catalint-hook"


def _version():
    with open("Cargo.toml", encoding="utf-8") as file:
        found = re.search(r'^version = "([^"]+)"$', file.read(), re.MULTILINE)
    if not found:
        raise ValueError("Cargo.toml states no version")
    # A pre-release is written 1.0.0-rc.1 there and 1.0.0rc1 here.
    return re.sub(r"-(alpha|beta|rc)\.?", lambda kind: {"alpha": "a", "beta": "b", "rc": "rc"}[kind[1]], found[1])


def _files(version):
    """The wheel's files below its .dist-info folder."""
    return {
        "METADATA": (
            "Metadata-Version: 2.1\n"
            f"Name: {NAME}\n"
            f"Version: {version}\n"
            "Summary: Installs catalint for pre-commit\n"
            "License: MIT OR Apache-2.0\n"
            "Requires-Python: >=3.8\n"
            f"Requires-Dist: catalint (=={version})\n"
        ),
        "WHEEL": "Wheel-Version: 1.0\nGenerator: hook_backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }


def _dist_info(version):
    return f"{NAME.replace('-', '_')}-{version}.dist-info"


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    version = _version()
    folder = _dist_info(version)
    wheel = f"{NAME.replace('-', '_')}-{version}-py3-none-any.whl"
    record = []
    with zipfile.ZipFile(os.path.join(wheel_directory, wheel), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(version).items():
            path = f"{folder}/{name}"
            data = text.encode()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(data)}\n")
            archive.writestr(path, data)
        record.append(f"{folder}/RECORD,,\n")
        archive.writestr(f"{folder}/RECORD", "".join(record))
    return wheel


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    version = _version()
    folder = os.path.join(metadata_directory, _dist_info(version))
    os.makedirs(folder, exist_ok=True)
    for name, text in _files(version).items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return os.path.basename(folder)


class UnsupportedOperation(Exception):
    """There is no source distribution of this package."""


def build_sdist(sdist_directory, config_settings=None):
    raise UnsupportedOperation("the package exists for pre-commit only and has no source distribution")
