"""What people and agents do with an application; one verb, one transaction."""
