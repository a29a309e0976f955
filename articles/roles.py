"""The roles: groups of Django, with what each may do in the admin beyond the table of articles/workflow.py.

Migrations make the groups. What they may is set after every `migrate`, for Django itself makes the permissions of
new models only then: no migration could grant them, and none has to be written when a model is added.
"""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as global_apps
from django.contrib.auth.management import create_permissions

#: For each app, what a role may with its models. Nobody deletes accounts: what they wrote names them.
APPS: dict[str, dict[str, tuple[str, ...]]] = {
    "contributor": {
        "articles": ("view", "add", "change"),
        "companies": ("view",),
        "facts": ("view",),
        "newsroom": ("view",),
    },
    "editor": {
        "articles": ("view", "add", "change"),
        "companies": ("view", "add", "change"),
        "facts": ("view", "add", "change"),
        "questions": ("view", "add", "change"),
        "newsletter": ("view", "add_issue", "change_issue"),
        "changes": ("view",),
        "newsroom": ("view", "change", "share"),
    },
    # Accounts, webhooks, and looking at everything else; no permission on groups, or it could grant itself the rest.
    "administrator": {
        "auth": ("view_user", "add_user", "change_user", "view_group"),
        "articles": ("view",),
        "companies": ("view",),
        "facts": ("view",),
        "questions": ("view",),
        "newsletter": ("view",),
        "changes": ("view",),
        "newsroom": ("view", "share"),
        "webhooks": ("view", "add", "change", "delete"),
    },
}
APPS["publisher"] = {**APPS["editor"], "articles": ("view", "add", "change", "delete")}


def keep_roles(app_config: AppConfig, using: str, apps: Any = global_apps, **options: Any) -> None:
    """Make each role's permissions on an app's models what they are here; permissions on other apps stay."""
    try:
        group_model, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return  # Only some apps are migrated so far.
    label = app_config.label
    if not any(label in may for may in APPS.values()):
        return
    # Django's own turn may come after ours.
    create_permissions(app_config, verbosity=0, using=using, apps=apps)
    known = dict(
        permission.objects.using(using).filter(content_type__app_label=label).values_list("pk", "codename")
    )
    granted = group_model.permissions.through.objects.using(using)
    for role, may in APPS.items():
        group, _ = group_model.objects.using(using).get_or_create(name=role)
        wanted = {pk for pk, codename in known.items() if codename.startswith(may.get(label, ()))}
        held = granted.filter(group=group, permission__in=known)
        missing = wanted - set(held.values_list("permission", flat=True))
        held.exclude(permission__in=wanted).delete()
        # Row by row through the table between them: nobody altered a group here that its history should tell of.
        granted.bulk_create(granted.model(group=group, permission_id=pk) for pk in missing)
