"""Django's engine for a tracking database on MariaDB or MySQL. Imported only where TRACKING_DATABASE_URL names one."""
