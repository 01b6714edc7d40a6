"""Django's PostgreSQL backend, reading the contract's views in their schema (`cms_v1.unit`)."""
