"""Which engine builds and is read, as the environment says; a variable that is empty is as one that is not set."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

_TARGETS = ("build", "lake", "spark")
_SPARK_PACKAGES = ("pyspark", "dbt.adapters.spark")


class EngineUnusable(RuntimeError):
    """What the environment asks for cannot be had; the message of `code` says what to do."""

    def __init__(self, code: str, **about: str) -> None:
        super().__init__(code, *about.values())
        self.code, self.about = code, about


def target() -> str:
    """The output of the profile that is asked for.

    Raises:
        EngineUnusable: there is no such one.
    """
    asked = os.environ.get("SAFETY_TARGET") or _TARGETS[0]
    if asked not in _TARGETS:
        raise EngineUnusable("engine_unknown", asked=asked)
    return asked


def is_on_lake() -> bool:
    """Whether builds are tables of a DuckLake, and not of a file of their own."""
    return target() == "lake"


def is_on_spark() -> bool:
    """Whether Spark builds, and not DuckDB."""
    return target() == "spark"


def lake_schema() -> str:
    """The catalogue's schema, one a county, which has snapshots of its own."""
    return os.environ.get("SAFETY_LAKE_SCHEMA") or "safety"


def lake_variable(name: str) -> str:
    """What the environment says of a lake, which nobody else can know.

    Raises:
        EngineUnusable: it says nothing.
    """
    if value := os.environ.get(name):
        return value
    raise EngineUnusable("lake_unset", name=name)


def extensions() -> str:
    """The folder of DuckDB's extensions.

    Raises:
        EngineUnusable: they are not there, and nothing is downloaded.
    """
    folder = lake_variable("SAFETY_EXTENSIONS")
    if not any(Path(folder).glob("*/*/ducklake.duckdb_extension")):
        raise EngineUnusable("lake_no_extensions", folder=folder)
    return folder


def decided() -> dict[str, str]:
    """The environment as dbt is to read it, whose profile would take an empty variable for a value."""
    said = {k: v for k, v in os.environ.items() if v or not k.startswith("SAFETY_")}
    schema = {"SAFETY_LAKE_SCHEMA": lake_schema()} if is_on_lake() else {}
    return said | schema | {"SAFETY_TARGET": target()}


def check_spark() -> None:
    """Raise EngineUnusable where Spark could not be started."""
    if not all(map(_is_installed, _SPARK_PACKAGES)):
        raise EngineUnusable("spark_no_packages")
    home = os.environ.get("JAVA_HOME")
    if not shutil.which(f"{home}/bin/java" if home else "java"):
        raise EngineUnusable("spark_no_java")


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False
