"""Whose a model is and which it follows: the rules that no single row can keep, each looked at under one lock."""

from django.core.exceptions import ValidationError

from companies.locks import lock
from companies.models import AIModel, ModelFamily


def check_model(model: AIModel) -> None:
    """Raise ValidationError where a model is in another company's family or follows one that follows it.

    Locks families and models until the transaction around it ends. At most four queries.
    """
    lock(AIModel)
    if model.family_id:
        family = ModelFamily.objects.select_related("developer").get(pk=model.family_id)
        if family.developer_id != model.developer_id:
            raise ValidationError(
                {
                    "family": f"{family} is a family of {family.developer}: a model of it has the same developer."
                }
            )
    if model.pk and model.predecessor_id == model.pk:
        raise ValidationError({"predecessor": "A model cannot be its own predecessor."})
    if model.pk and model.predecessor_id:
        _refuse_loop(model)


def _refuse_loop(model: AIModel) -> None:
    before = dict(AIModel.objects.exclude(predecessor=None).values_list("pk", "predecessor_id"))
    step, passed = model.predecessor_id, set()
    while step and step not in passed:
        if step == model.pk:
            raise ValidationError(
                {"predecessor": f"{model.predecessor} follows {model} already, by itself or through others."}
            )
        passed.add(step)
        step = before.get(step)


def check_family(family: ModelFamily) -> None:
    """Raise ValidationError where a family that has models would go to another company than they.

    Takes the lock of `check_model`, so that no model comes in meanwhile. Two queries.
    """
    lock(AIModel)
    others = AIModel.objects.filter(family=family.pk).exclude(developer=family.developer_id)
    if family.pk and (model := others.select_related("developer").first()):
        raise ValidationError(
            {
                "developer": f"{model} of this family is by {model.developer}: give its models their developer first."
            }
        )
