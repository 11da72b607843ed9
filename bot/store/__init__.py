"""Where everything is kept: SQLAlchemy Core, explicit rows, nothing leaves but domain values."""
