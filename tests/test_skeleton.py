"""The frame stands: checks pass, migrations are complete, phases cannot be written around."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django_fsm import TransitionNotAllowed

from campaigns.models import Campaign, Phase

pytestmark = pytest.mark.django_db


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("port", ["abc", "0", "99999"])
def test_a_wrong_port_is_said_in_one_line(port):
    ended = subprocess.run(
        [sys.executable, "manage.py", "up"], cwd=Path(__file__).parents[1], text=True, capture_output=True,
        env={**os.environ, "PORT": port},
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr == f"PORT must be a number between 1 and 65535; got '{port}'.\n"


def test_mass_writes_cannot_touch_the_phase(campaign):
    with pytest.raises(TypeError):
        Campaign.objects.update(phase=Phase.EXECUTION)
    with pytest.raises(TypeError):
        Campaign.objects.bulk_update([campaign], ["phase"])


def test_a_campaign_begins_in_brief(workspace, manager, today):
    made = Campaign(
        workspace=workspace, reference="X", name="X", type="FLASH", owner=manager, prepares_on=today,
        launch_on=today, ends_on=today, phase=Phase.EXECUTION,
    )  # fmt: skip
    with pytest.raises(ValidationError):
        made.save()


def test_the_phase_attribute_is_protected(campaign):
    with pytest.raises(AttributeError):
        campaign.phase = Phase.EXECUTION


def test_a_transition_out_of_order_is_refused(campaign):
    with pytest.raises(TransitionNotAllowed):
        campaign.start_execution()
