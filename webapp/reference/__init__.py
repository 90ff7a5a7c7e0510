"""Lists that others publish: communes, activities, legal forms, countries. Where each comes from: data/README.md."""
