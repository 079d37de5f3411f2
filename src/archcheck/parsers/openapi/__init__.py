"""OpenAPI and Swagger documents."""
