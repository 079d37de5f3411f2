"""archcheck: the architecture conformance linter and test harness for microservices."""

__version__ = "0.1.0"

__all__ = ["__version__"]
