"""What Compose adds once all files are merged: variables in effect, the default network, contents of configs."""

from collections.abc import Callable, Mapping

from archcheck.assembly.compose.environment import with_args, with_environment, with_labels
from archcheck.assembly.compose.scope import Scope
from archcheck.assembly.compose.sources import ProjectSources
from archcheck.model.node import Node

__all__ = ["each_service", "finished"]

_SECTIONS = ("services", "networks", "volumes", "configs", "secrets")


def each_service(root: Node, change: Callable[[str, Node], Node]) -> Node:
    """Return a project with every service changed."""
    services = root.child("services")
    if services is None or not isinstance(services.value, dict):
        return root
    return _with(root, "services", services.replaced({name: change(name, s) for name, s in services.value.items()}))


def finished(root: Node, scope: Scope, sources: ProjectSources, folders: Mapping[str, str]) -> Node:
    """Return a merged project with everything filled in that its files leave to Compose.

    Args:
        root: The merged files.
        scope: Scope of the project.
        sources: Its files.
        folders: Project folder of each service.
    """
    sections: dict[str, Node] = {}
    for key in _SECTIONS:
        node = root.child(key)
        sections[key] = node if node is not None and isinstance(node.value, dict) else root.replaced({})
    root = root.replaced(dict(sections))

    def filled(name: str, service: Node) -> Node:
        service = with_labels(with_environment(with_args(service, scope), scope, sources), sources)
        return _with_network(_with_context(service, folders.get(name, scope.folder)))

    return _with_default_network(_with_contents(each_service(root, filled), scope))


def _with(node: Node, key: str, child: Node) -> Node:
    entries = node.value if isinstance(node.value, dict) else {}
    return node.replaced({**entries, key: child}, tag=node.tag)


def _with_context(service: Node, folder: str) -> Node:
    build = service.child("build")
    if build is None or not isinstance(build.value, dict) or build.child("context") is not None:
        return service
    return _with(service, "build", _with(build, "context", build.replaced(folder)))


def _with_network(service: Node) -> Node:
    """Put a service on the default network unless it names networks or shares another's."""
    if service.child("network_mode") is not None or service.child("provider") is not None:
        return service
    networks = service.child("networks")
    if networks is not None and networks.value:
        return service
    return _with(service, "networks", service.replaced({"default": service.replaced(None)}))


def _with_default_network(root: Node) -> Node:
    networks = root.mapping("networks")
    used = any(service.mapping("networks").has("default") for _, service in root.mapping("services").entries())
    if not used or networks.has("default"):
        return root
    return _with(root, "networks", _with(networks, "default", root.replaced(None)))


def _with_contents(root: Node, scope: Scope) -> Node:
    """Give configs that are taken from a variable its value as their content."""
    configs = root.mapping("configs")
    entries = dict(configs.entries())
    for name, config in configs.entries():
        variable = config.child("environment")
        if variable is not None and isinstance(variable.value, str) and variable.value in scope.values:
            content = variable.replaced(scope.values[variable.value])
            entries[name] = _with(config, "content", content)
    return _with(root, "configs", configs.replaced(dict(entries)))
