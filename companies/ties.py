"""Ownership in words, as it is told on the page of either side."""

from datetime import datetime
from typing import Any

from companies.models import Company, Ownership, Record

_Type = Ownership.Type

#: What the owner is to the company of the page.
OWNER = {
    _Type.PARENT: "Parent company",
    _Type.MAJORITY: "Majority owner",
    _Type.MINORITY: "Minority owner",
    _Type.AFFILIATE: "Affiliate",
    _Type.ACQUIRED_BY: "Acquired this company",
    _Type.MERGED_INTO: "This company merged into it",
    _Type.SPUN_OFF_FROM: "This company was spun off from it",
    _Type.JOINT_VENTURE: "Partner in this joint venture",
    _Type.CONTROLLED_BY_CONTRACT: "Controls this company by contract",
    _Type.RENAMED_FROM: "Former name",
}
#: What the owned company is to the company of the page.
OWNED = {
    _Type.PARENT: "Subsidiary",
    _Type.MAJORITY: "Majority holding",
    _Type.MINORITY: "Minority holding",
    _Type.AFFILIATE: "Affiliate",
    _Type.ACQUIRED_BY: "Acquired",
    _Type.MERGED_INTO: "Merged into this company",
    _Type.SPUN_OFF_FROM: "Spun off from this company",
    _Type.JOINT_VENTURE: "Joint venture",
    _Type.CONTROLLED_BY_CONTRACT: "Controlled by contract",
    _Type.RENAMED_FROM: "Later name",
}


def ties(company: Company, at: datetime) -> list[dict[str, Any]]:
    """A company's owners, then its holdings, as far as both sides are public. Two queries."""
    public = Record.objects.public(at)
    owners = company.owners.filter(owner__in=public).select_related("owner")
    holdings = company.holdings.filter(owned__in=public).select_related("owned")
    return [
        *({"other": tie.owner, "relation": OWNER[_Type(tie.type)], "tie": tie} for tie in owners),
        *({"other": tie.owned, "relation": OWNED[_Type(tie.type)], "tie": tie} for tie in holdings),
    ]
