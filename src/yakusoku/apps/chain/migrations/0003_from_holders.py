"""Takes over who held data in the list of before: every holder becomes a place in the chain."""

from django.db import migrations


def take_over(apps, schema_editor):
    """Copy each holder, those of one engagement in order, under one contractor."""
    holders, hops = (
        apps.get_model(name).objects.using(schema_editor.connection.alias)
        for name in ("engagements.Holder", "chain.Hop")
    )
    by_engagement = {}
    for holder in holders.select_related("engagement__contractor").order_by("engagement_id", "pk"):
        by_engagement.setdefault(holder.engagement_id, []).append(holder)
    for told in by_engagement.values():
        if not hops.filter(engagement=told[0].engagement_id).exists():
            copy_chain(hops, told)


def copy_chain(hops, holders):
    """Copy the holders of one engagement: first the contractor, then the others, the older first."""
    engagement = holders[0].engagement
    tops = [holder for holder in holders if holder.parent_id is None]
    contractor = engagement.contractor.name if engagement.contractor else engagement.profile.get("contractor")
    top = next((holder for holder in tops if holder.name == contractor), tops[0])
    made = {top.pk: hop_from(hops, top, None)}
    # A parent may have been chosen later than its child was written: the order follows the chain.
    left = [holder for holder in holders if holder.pk != top.pk]
    while left:
        ready = [h for h in left if h.parent_id is None or h.parent_id in made] or left[:1]
        for holder in ready:
            made[holder.pk] = hop_from(hops, holder, made.get(holder.parent_id, made[top.pk]))
        left = [holder for holder in left if holder.pk not in made]


def hop_from(hops, holder, parent):
    """Write one place. What the list did not know stays open: kinds of data are those of the work."""
    engagement = holder.engagement
    told = engagement.profile.get("personal_information", {})
    agreed = parent is None or holder.declared
    return hops.create(
        engagement=engagement,
        parent=parent,
        organization=engagement.contractor if parent is None else None,
        name=holder.name,
        part=holder.part,
        categories=sorted(told.get("categories", [])),
        place=holder.place,
        travels_by=holder.travels_by,
        standing="consented" if agreed else "undeclared",
        found_on=None if agreed else engagement.changed_at.date(),
        passed=None if agreed else [],
    )


class Migration(migrations.Migration):
    dependencies = [("chain", "0002_in_one_line"), ("engagements", "0002_figures_and_rules")]
    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
