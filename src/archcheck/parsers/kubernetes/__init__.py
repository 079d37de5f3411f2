"""Kubernetes manifests to facts: core objects, and the routing and resilience objects of gateways and meshes."""
