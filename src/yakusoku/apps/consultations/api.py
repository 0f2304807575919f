"""The same acts over HTTP."""

from ninja import Router

router = Router(tags=["consultations"])
